package bourn.bench;

import bourn.kernel.Value;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares our answers with a peer's, row by row. */
final class Answers {

  /** The part by which doubles may differ, which are summed in another order. */
  private static final double TOLERANCE = 1e-9;

  private Answers() {}

  /** Returns where {@code ours} differs from {@code theirs}, or null when it does not. */
  static @Nullable String difference(List<List<Value>> ours, List<List<@Nullable Object>> theirs) {
    if (ours.size() != theirs.size()) {
      return ours.size() + " rows, theirs " + theirs.size();
    }
    for (int row = 0; row < ours.size(); row++) {
      for (int column = 0; column < theirs.get(row).size(); column++) {
        Value our = ours.get(row).get(column);
        Object their = theirs.get(row).get(column);
        if (!same(our, their)) {
          return "row " + row + ", column " + column + " is " + our + ", theirs " + their;
        }
      }
    }
    return null;
  }

  private static boolean same(Value ours, @Nullable Object theirs) {
    return switch (ours) {
      case Value.Nil nil -> theirs == null;
      case Value.Real real -> theirs instanceof Number number && near(real.value(), number);
      case Value.Int whole -> equal(BigDecimal.valueOf(whole.value()), theirs);
      case Value.BigInt whole -> equal(new BigDecimal(whole.value()), theirs);
      case Value.Decimal decimal -> equal(decimal.value(), theirs);
      case Value.Time time -> time.toInstant().equals(instant(theirs));
      case Value.Text text -> text.value().equals(theirs);
      default -> false;
    };
  }

  private static boolean near(double ours, Number theirs) {
    double their = theirs.doubleValue();
    return Math.abs(ours - their) <= TOLERANCE * Math.max(Math.abs(ours), Math.abs(their));
  }

  private static boolean equal(BigDecimal ours, @Nullable Object theirs) {
    return switch (theirs) {
      case null -> false;
      case Double real -> near(ours.doubleValue(), real);
      case Number exact -> ours.compareTo(new BigDecimal(exact.toString())) == 0;
      default -> false;
    };
  }

  private static @Nullable Object instant(@Nullable Object theirs) {
    return switch (theirs) {
      case Timestamp time -> time.toLocalDateTime().toInstant(ZoneOffset.UTC);
      case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
      case null, default -> theirs;
    };
  }
}
