package bourn;

import bourn.index.DatomStream;
import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be appended to streams, all or nothing, if guards hold at the moment of the commit.
 * Immutable.
 *
 * <pre>{@code
 * bourn.commit(
 *     GuardedCommit.when(Guard.nothing("[:find ?b :where [?b :booking/room 7]]", bookings))
 *         .transact(bookings, Edn.readAll("{:booking/room 7 :booking/guest \"Ada\"}"))
 *         .append(orders, AppendRequest.of(order)));
 * }</pre>
 *
 * @param guards that have to hold
 * @param appends by stream
 * @param transactions forms by datom stream
 */
public record GuardedCommit(
    List<Guard> guards,
    Map<EventStream, AppendRequest> appends,
    Map<DatomStream, List<Value>> transactions) {

  public GuardedCommit {
    guards = List.copyOf(guards);
    appends = Map.copyOf(appends);
    transactions = Map.copyOf(transactions);
  }

  /** Returns a commit of nothing, yet. */
  public static GuardedCommit when(Guard... guards) {
    return new GuardedCommit(List.of(guards), Map.of(), Map.of());
  }

  /** Returns this commit, with another guard. */
  public GuardedCommit and(Guard guard) {
    List<Guard> more = new ArrayList<>(guards);
    more.add(guard);
    return new GuardedCommit(more, appends, transactions);
  }

  /** Returns this commit, which appends to {@code stream} too. */
  public GuardedCommit append(EventStream stream, AppendRequest request) {
    Map<EventStream, AppendRequest> more = new LinkedHashMap<>(appends);
    more.put(stream, request);
    return new GuardedCommit(guards, more, transactions);
  }

  /** Returns this commit, which transacts to {@code datoms} too. */
  public GuardedCommit transact(DatomStream datoms, List<Value> forms) {
    Map<DatomStream, List<Value>> more = new LinkedHashMap<>(transactions);
    more.put(datoms, List.copyOf(forms));
    return new GuardedCommit(guards, appends, more);
  }

  /** What becomes of it. Exhaustive: switch over it without a default branch. */
  public sealed interface Outcome {

    /**
     * All was appended, on what the guards saw.
     *
     * @param commit what the kernel says of it, by stream
     * @param tempids by datom stream, the entity that each tempid became
     */
    record Done(bourn.kernel.Committed commit, Map<DatomStream, Map<Value, Long>> tempids)
        implements Outcome {}

    /** Nothing was appended: the query of {@code guard} found {@code found}. */
    record Refused(Guard guard, Value found) implements Outcome {}

    /** Nothing was appended: streams refused it, as {@code commit} says. */
    record Rejected(bourn.kernel.Committed commit) implements Outcome {}

    /** Nothing was appended: until its time was over, others appended to what guards read. */
    record Contended(int attempts) implements Outcome {}
  }
}
