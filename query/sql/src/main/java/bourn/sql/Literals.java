package bourn.sql;

import bourn.kernel.Value;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.TimeZone;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimestampString;
import org.apache.calcite.util.TimestampWithTimeZoneString;

/** The values of literals. */
final class Literals {

  private Literals() {}

  static Value value(RexLiteral literal) {
    if (literal.isNull()) {
      return Value.Nil.NIL;
    }
    return switch (literal.getType().getSqlTypeName()) {
      case BOOLEAN -> Value.of(RexLiteral.booleanValue(literal));
      case TINYINT, SMALLINT, INTEGER, BIGINT -> Value.of(number(literal).longValueExact());
      case DECIMAL -> Value.of(number(literal));
      case REAL, FLOAT, DOUBLE -> Value.of(real(literal));
      case CHAR, VARCHAR -> Value.of(text(literal));
      case BINARY, VARBINARY -> Value.of((Object) bytes(literal));
      case DATE ->
          new Value.Time(as(literal, DateString.class).getDaysSinceEpoch() * Times.MICROS_A_DAY);
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          new Value.Time(Times.micros(as(literal, TimestampString.class).toString()));
      case TIMESTAMP_TZ -> new Value.Time(instant(literal));
      case UUID -> Value.of(as(literal, java.util.UUID.class));
      default -> {
        if (CalciteTypes.isInterval(literal.getType())) {
          yield Value.of(as(literal, BigDecimal.class).longValue());
        }
        throw SqlErrors.unsupported("a literal of type " + literal.getType());
      }
    };
  }

  /** A time with a zone is the instant that it names. */
  private static long instant(RexLiteral literal) {
    TimestampWithTimeZoneString time = as(literal, TimestampWithTimeZoneString.class);
    return Times.micros(
        time.withTimeZone(TimeZone.getTimeZone("UTC")).getLocalTimestampString().toString());
  }

  private static BigDecimal number(RexLiteral literal) {
    return as(literal, BigDecimal.class);
  }

  private static double real(RexLiteral literal) {
    return as(literal, Double.class);
  }

  private static String text(RexLiteral literal) {
    return as(literal, NlsString.class).getValue();
  }

  private static byte[] bytes(RexLiteral literal) {
    return as(literal, ByteString.class).getBytes();
  }

  static <T> T as(RexLiteral literal, Class<T> type) {
    return Objects.requireNonNull(literal.getValueAs(type));
  }
}
