package bourn;

import bourn.index.DatomStream;
import bourn.kernel.AppendRequest;
import bourn.kernel.Committed;
import bourn.kernel.EventStream;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.util.ArrayList;
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
 * @param parts what is to be appended
 */
public record GuardedCommit(List<Guard> guards, List<Part> parts) {

  public GuardedCommit {
    guards = List.copyOf(guards);
    parts = List.copyOf(parts);
  }

  /** What is to be appended to one stream. */
  public sealed interface Part {

    /** Events, to a stream of which no other part is. */
    record Events(EventStream stream, AppendRequest request) implements Part {}

    /** Forms of a transaction; several parts of one stream are one transaction. */
    record Forms(DatomStream datoms, List<Value> forms) implements Part {
      public Forms {
        forms = List.copyOf(forms);
      }
    }
  }

  /** Returns a commit of nothing, yet. */
  public static GuardedCommit when(Guard... guards) {
    return new GuardedCommit(List.of(guards), List.of());
  }

  /** Returns this commit, with another guard. */
  public GuardedCommit and(Guard guard) {
    List<Guard> more = new ArrayList<>(guards);
    more.add(guard);
    return new GuardedCommit(more, parts);
  }

  /** Returns this commit, which appends to {@code stream} too, that it does not append to yet. */
  public GuardedCommit append(EventStream stream, AppendRequest request) {
    return and(new Part.Events(stream, request));
  }

  /** Returns this commit, which transacts to {@code datoms} too. */
  public GuardedCommit transact(DatomStream datoms, List<Value> forms) {
    return and(new Part.Forms(datoms, forms));
  }

  private GuardedCommit and(Part part) {
    List<Part> more = new ArrayList<>(parts);
    more.add(part);
    return new GuardedCommit(guards, more);
  }

  /** What becomes of it. Exhaustive: switch over it without a default branch. */
  public sealed interface Outcome {

    /**
     * All was appended, on what the guards saw.
     *
     * @param commit what the kernel says of it, by stream
     * @param tempids by datom stream, the entity that each tempid became
     */
    record Done(Committed commit, Map<StreamName, Map<Value, Long>> tempids) implements Outcome {}

    /** Nothing was appended: the query of {@code guard} found {@code found}. */
    record Refused(Guard guard, Value found) implements Outcome {}

    /** Nothing was appended: streams refused it, as {@code commit} says. */
    record Rejected(Committed commit) implements Outcome {}

    /** The disk failed under the commit: all of it may be there, or nothing. */
    record Indeterminate(Committed commit) implements Outcome {}

    /**
     * Nothing was appended: until its time was over, or the thread was interrupted, others appended
     * to what guards read.
     */
    record Contended(int attempts) implements Outcome {}
  }
}
