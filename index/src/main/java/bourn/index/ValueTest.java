package bourn.index;

import bourn.columns.Codes;
import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.kernel.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tests the values of a segment for one restriction, by their words as far as they are of the kind
 * of its bounds. Confined to one thread.
 */
final class ValueTest {

  private final Restriction restriction;
  private final @Nullable Kind kind;
  private Segment segment = Segment.EMPTY;
  private long least;
  private long greatest;

  ValueTest(Restriction restriction) {
    this.restriction = restriction;
    this.kind = kind(restriction);
  }

  /** Returns the kind whose words tell, or null if values must be looked at. */
  private static @Nullable Kind kind(Restriction restriction) {
    Value from = restriction.from();
    Value until = restriction.until();
    Kind kind = from != null ? Codes.kind(from) : until != null ? Codes.kind(until) : null;
    boolean same = until == null || from == null || Codes.kind(until) == kind;
    return same && kind != Kind.REAL && kind != Kind.REFERENCE ? kind : null;
  }

  /** Goes to {@code next}. */
  void stand(Segment next) {
    segment = next;
    Value from = restriction.from();
    Value until = restriction.until();
    least = from == null ? Long.MIN_VALUE : place(from, !restriction.fromInclusive());
    greatest = until == null ? Long.MAX_VALUE : place(until, restriction.untilInclusive()) - 1;
  }

  /**
   * Returns the first word that is not less than {@code bound}, or not greater if {@code after}.
   */
  private long place(Value bound, boolean after) {
    if (kind == null) {
      return 0;
    }
    if (kind != Kind.CODE) {
      return Words.word(bound) + (after ? 1 : 0);
    }
    int found = Arrays.binarySearch(segment.dictionary(), bound);
    return found < 0 ? -1L - found : found + (after ? 1 : 0);
  }

  /** Returns whether the value in {@code row} is asked for. */
  boolean holds(int row) {
    if (kind != null && segment.kind(row) == kind) {
      long word = segment.words()[row];
      return least <= word && word <= greatest;
    }
    return restriction.admits(segment.value(row));
  }
}
