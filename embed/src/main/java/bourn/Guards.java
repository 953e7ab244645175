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
import bourn.kernel.StreamKind;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
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
   * then it runs alone among those of the store, and nothing else is transacted to its datom
   * streams. Plain appends to other streams are not held back, so there is a deadline, for waiting
   * too.
   */

  private static final int FREE_ATTEMPTS = 4;

  private final Bourn bourn;
  private final ReentrantReadWriteLock tickets = new ReentrantReadWriteLock(true);

  Guards(Bourn bourn) {
    this.bourn = bourn;
  }

  GuardedCommit.Outcome commit(GuardedCommit commit, Deadline deadline) {
    if (tickets.getReadHoldCount() > 0 || tickets.isWriteLockedByCurrentThread()) {
      throw new IllegalStateException("a commit under guards cannot be part of another");
    }
    Attempts attempts = new Attempts(commit);
    try {
      GuardedCommit.Outcome outcome = free(attempts, deadline);
      return outcome == null ? ticketed(attempts, deadline) : outcome;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return attempts.contended();
    }
  }

  private GuardedCommit.@Nullable Outcome free(Attempts attempts, Deadline deadline)
      throws InterruptedException {
    for (int i = 0; i < FREE_ATTEMPTS; i++) {
      if (!tryLock(tickets.readLock(), deadline)) {
        return attempts.contended();
      }
      try {
        GuardedCommit.Outcome outcome = attempts.run();
        if (outcome != null) {
          return outcome;
        }
      } finally {
        tickets.readLock().unlock();
      }
    }
    return null;
  }

  private GuardedCommit.Outcome ticketed(Attempts attempts, Deadline deadline)
      throws InterruptedException {
    if (!tryLock(tickets.writeLock(), deadline)) {
      return attempts.contended();
    }
    try {
      return alone(attempts.datoms(), 0, deadline, () -> attempts.runUntil(deadline))
          .orElseGet(attempts::contended);
    } finally {
      tickets.writeLock().unlock();
    }
  }

  private static boolean tryLock(Lock lock, Deadline deadline) throws InterruptedException {
    return lock.tryLock(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
  }

  private static <T> Optional<T> alone(
      List<DatomStream> streams, int from, Deadline deadline, Supplier<T> work) {
    return from == streams.size()
        ? Optional.of(work.get())
        : streams
            .get(from)
            .alone(deadline, () -> alone(streams, from + 1, deadline, work))
            .flatMap(Function.identity());
  }

  /** The attempts at one commit. */
  private final class Attempts {
    private final GuardedCommit commit;
    private final Map<StreamName, EventStream> streams = new LinkedHashMap<>();
    private final Map<StreamName, DatomStream> datoms = new HashMap<>();
    private final Map<StreamName, List<Value>> transactions = new LinkedHashMap<>();
    private final Map<StreamName, AppendRequest> appends = new LinkedHashMap<>();
    private int count;

    Attempts(GuardedCommit commit) {
      this.commit = commit;
      commit.guards().forEach(guard -> guard.inputs().forEach(this::read));
      if (commit.parts().isEmpty()) {
        throw new IllegalArgumentException("a commit needs at least 1 append, was 0");
      }
      for (GuardedCommit.Part part : commit.parts()) {
        switch (part) {
          case GuardedCommit.Part.Forms(DatomStream stream, List<Value> forms) -> {
            read(stream);
            transactions
                .computeIfAbsent(name(stream.stream()), any -> new ArrayList<>())
                .addAll(forms);
          }
          case GuardedCommit.Part.Events(EventStream stream, AppendRequest request) ->
              append(stream, request);
        }
      }
    }

    private void append(EventStream stream, AppendRequest request) {
      requireOurs(stream);
      if (stream.descriptor().kind() == StreamKind.DATOM) {
        throw new IllegalArgumentException(
            "forms are required for a datom stream, found an append to " + name(stream));
      }
      if (appends.put(name(stream), request) != null) {
        throw new IllegalArgumentException(
            "one append is required for a stream, found several to " + name(stream));
      }
    }

    private static StreamName name(EventStream stream) {
      return stream.descriptor().name();
    }

    private void requireOurs(EventStream stream) {
      Optional<EventStream> ours = bourn.kernel().find(stream.extent().incarnation());
      if (ours.isEmpty() || !ours.get().equals(stream)) {
        throw new IllegalStateException(
            "a stream of this store is required, found "
                + name(stream)
                + ", which was deleted or is of another");
      }
    }

    GuardedCommit.Outcome contended() {
      return new GuardedCommit.Outcome.Contended(count);
    }

    private void read(Object input) {
      switch (input) {
        case DatomStream read -> {
          read(read.stream());
          datoms.put(name(read.stream()), read);
        }
        case TypedStream<?> typed -> read(typed.stream());
        case EventStream stream -> {
          requireOurs(stream);
          streams.put(name(stream), stream);
        }
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
          return contended();
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
      return isSame(found, expected) ? null : found;
    }

    /** The values of a collection come in no order. */
    private static boolean isSame(Value found, Value expected) {
      return found.equals(expected)
          || (found instanceof Value.Items(List<Value> some)
              && expected instanceof Value.Items(List<Value> others)
              && some.stream().sorted().toList().equals(others.stream().sorted().toList()));
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
      Map<StreamName, AppendRequest> all = new LinkedHashMap<>(appends);
      Map<StreamName, Map<Value, Long>> tempids = new HashMap<>();
      transactions.forEach(
          (name, forms) -> {
            DatomStream stream = Objects.requireNonNull(datoms.get(name));
            Proposed proposed = stream.propose(database(stream, cut), forms);
            all.put(name, proposed.request());
            tempids.put(name, proposed.tempids());
          });
      List<Reference> tails = new ArrayList<>();
      streams
          .values()
          .forEach(
              stream ->
                  tails.add(
                      new Reference(stream.extent().incarnation(), bound(stream, cut).until())));
      Committed committed = bourn.kernel().commit(new CommitRequest(all).ifTailsAre(tails));
      if (committed.all()) {
        return new GuardedCommit.Outcome.Done(committed, tempids);
      }
      if (committed.outcomes().values().stream().anyMatch(Append.Indeterminate.class::isInstance)) {
        return new GuardedCommit.Outcome.Indeterminate(committed);
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
