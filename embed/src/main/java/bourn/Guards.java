package bourn;

import bourn.datalog.QueryResult;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.index.Proposed;
import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.CommitRequest;
import bourn.kernel.Committed;
import bourn.kernel.Cut;
import bourn.kernel.Deadline;
import bourn.kernel.EventStream;
import bourn.kernel.Reference;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.typed.TypedStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Commits under guards, of one store. */
final class Guards {

  /*
   * An attempt cuts all streams that the guards read and that are transacted to, asks the queries
   * there, and commits if all those streams still end where they were cut: then what was found is
   * what holds at the commit. If one has grown, the attempt is made again.
   *
   * Attempts of many commits run side by side. One that was overtaken a few times takes a ticket:
   * then it runs alone among them, and nothing else is transacted to its datom streams. Plain
   * appends to other streams are not held back, so there is a deadline.
   */

  private static final int FREE_ATTEMPTS = 4;

  private final Bourn bourn;
  private final ReentrantReadWriteLock tickets = new ReentrantReadWriteLock(true);

  Guards(Bourn bourn) {
    this.bourn = bourn;
  }

  GuardedCommit.Outcome commit(GuardedCommit commit, Deadline deadline) {
    if (commit.appends().isEmpty() && commit.transactions().isEmpty()) {
      throw new IllegalArgumentException("a commit needs at least 1 append, was 0");
    }
    Attempts attempts = new Attempts(commit);
    for (int i = 0; i < FREE_ATTEMPTS; i++) {
      tickets.readLock().lock();
      try {
        GuardedCommit.Outcome outcome = attempts.run();
        if (outcome != null) {
          return outcome;
        }
      } finally {
        tickets.readLock().unlock();
      }
    }
    tickets.writeLock().lock();
    try {
      return alone(attempts.datoms(), 0, () -> attempts.runUntil(deadline));
    } finally {
      tickets.writeLock().unlock();
    }
  }

  private static <T> T alone(List<DatomStream> streams, int from, Supplier<T> work) {
    return from == streams.size()
        ? work.get()
        : streams.get(from).alone(() -> alone(streams, from + 1, work));
  }

  /** The attempts at one commit. */
  private final class Attempts {
    private final GuardedCommit commit;
    private final Map<StreamName, EventStream> streams = new LinkedHashMap<>();
    private final Map<StreamName, DatomStream> datoms = new HashMap<>();
    private int count;

    Attempts(GuardedCommit commit) {
      this.commit = commit;
      commit.guards().forEach(guard -> guard.inputs().forEach(this::read));
      commit.transactions().keySet().forEach(this::read);
      commit.appends().keySet().stream()
          .filter(stream -> datoms.containsKey(stream.descriptor().name()))
          .forEach(
              stream -> {
                throw new IllegalArgumentException(
                    "forms are required for a datom stream, found an append to "
                        + stream.descriptor().name());
              });
    }

    private void read(Object input) {
      switch (input) {
        case DatomStream read -> {
          read(read.stream());
          datoms.put(read.stream().descriptor().name(), read);
        }
        case TypedStream<?> typed -> read(typed.stream());
        case EventStream stream -> streams.put(stream.descriptor().name(), stream);
        default -> {}
      }
    }

    /** Returns the datom streams, in an order that is the same for everybody. */
    List<DatomStream> datoms() {
      return datoms.values().stream()
          .sorted(Comparator.comparingLong(stream -> stream.stream().extent().incarnation()))
          .toList();
    }

    GuardedCommit.Outcome runUntil(Deadline deadline) {
      while (true) {
        GuardedCommit.Outcome outcome = run();
        if (outcome != null) {
          return outcome;
        }
        if (deadline.passed()) {
          return new GuardedCommit.Outcome.Contended(count);
        }
      }
    }

    /** Returns the outcome, or null if streams have grown meanwhile. */
    GuardedCommit.@Nullable Outcome run() {
      count++;
      Cut cut = bourn.kernel().cut(streams.keySet());
      for (Guard guard : commit.guards()) {
        Value found = refusing(guard, cut);
        if (found != null) {
          return new GuardedCommit.Outcome.Refused(guard, found);
        }
      }
      return commit(cut);
    }

    /** Returns what a guard found that it should not have, or null. */
    private @Nullable Value refusing(Guard guard, Cut cut) {
      Object[] inputs = guard.inputs().stream().map(input -> at(input, cut)).toArray();
      QueryResult result = bourn.query(guard.query(), inputs);
      Value expected = guard.expected();
      if (expected == null) {
        return result.count() == 0 ? null : result.toValue();
      }
      Value found = result.toValue();
      return found.equals(expected) ? null : found;
    }

    private Object at(Object input, Cut cut) {
      return switch (input) {
        case DatomStream datom -> database(datom, cut);
        case TypedStream<?> typed -> at(typed.stream(), cut);
        case EventStream stream -> stream.bound(bound(stream, cut), CausalContext.NONE);
        default -> input;
      };
    }

    private Database database(DatomStream datom, Cut cut) {
      return datom.db(new Bound(0, bound(datom.stream(), cut).until()), CausalContext.NONE);
    }

    private Bound bound(EventStream stream, Cut cut) {
      StreamName name = stream.descriptor().name();
      if (Objects.requireNonNull(cut.incarnations().get(name)) != stream.extent().incarnation()) {
        throw new IllegalStateException("stream " + name + " was deleted");
      }
      return Objects.requireNonNull(cut.bounds().get(name));
    }

    private GuardedCommit.@Nullable Outcome commit(Cut cut) {
      Map<StreamName, AppendRequest> appends = new LinkedHashMap<>();
      commit
          .appends()
          .forEach((stream, request) -> appends.put(stream.descriptor().name(), request));
      Map<DatomStream, Map<Value, Long>> tempids = new HashMap<>();
      commit
          .transactions()
          .forEach(
              (stream, forms) -> {
                Proposed proposed = stream.propose(database(stream, cut), forms);
                appends.put(stream.stream().descriptor().name(), proposed.request());
                tempids.put(stream, proposed.tempids());
              });
      List<Reference> tails = new ArrayList<>();
      streams
          .values()
          .forEach(
              stream ->
                  tails.add(
                      new Reference(stream.extent().incarnation(), bound(stream, cut).until())));
      Committed committed = bourn.kernel().commit(new CommitRequest(appends).ifTailsAre(tails));
      if (committed.all()) {
        return new GuardedCommit.Outcome.Done(committed, tempids);
      }
      return hasMoved(committed, tails) ? null : new GuardedCommit.Outcome.Rejected(committed);
    }

    private boolean hasMoved(Committed committed, List<Reference> tails) {
      return committed.outcomes().entrySet().stream()
          .anyMatch(
              outcome ->
                  streams.containsKey(outcome.getKey())
                      && outcome.getValue() instanceof Append.Conflict conflict
                      && tails.stream().noneMatch(tail -> isAt(tail, outcome.getKey(), conflict)));
    }

    private boolean isAt(Reference tail, StreamName name, Append.Conflict conflict) {
      return Objects.requireNonNull(streams.get(name)).extent().incarnation() == tail.incarnation()
          && conflict.tail() == tail.offset();
    }
  }
}
