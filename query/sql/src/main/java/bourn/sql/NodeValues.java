package bourn.sql;

import bourn.kernel.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * The values of literals that are not validated: what {@link Parameters} makes, and people write.
 */
final class NodeValues {

  private NodeValues() {}

  /** Returns the value that {@code node} is, or null if it has to be computed. */
  static @Nullable Value of(SqlNode node) {
    return switch (node) {
      case SqlUnknownLiteral unknown ->
          of(
              unknown.resolve(
                  unknown.tag.equalsIgnoreCase("DATE") ? SqlTypeName.DATE : SqlTypeName.TIMESTAMP));
      case SqlLiteral literal -> literal(literal);
      case SqlCall call when call.getKind() == SqlKind.MINUS_PREFIX -> negated(call);
      case SqlCall call when call.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR -> list(call);
      case SqlCall call when call.getKind() == SqlKind.CAST -> cast(call);
      default -> null;
    };
  }

  private static @Nullable Value literal(SqlLiteral literal) {
    return switch (literal.getValue()) {
      case null -> literal.getTypeName() == SqlTypeName.NULL ? Value.Nil.NIL : null;
      case Boolean truth -> Value.of(truth);
      case NlsString text -> Value.of(text.getValue());
      case ByteString bytes -> Value.of((Object) bytes.getBytes());
      case DateString date -> new Value.Time(date.getDaysSinceEpoch() * Times.MICROS_A_DAY);
      case TimestampString time -> new Value.Time(Times.micros(time.toString()));
      case BigDecimal number -> number(literal, number);
      default -> null;
    };
  }

  private static Value number(SqlLiteral literal, BigDecimal number) {
    if (literal.getTypeName() == SqlTypeName.DOUBLE) {
      return Value.of(number.doubleValue());
    }
    return number.scale() <= 0 && number.precision() - number.scale() <= 18
        ? Value.of(number.longValueExact())
        : Value.of((Object) number);
  }

  private static @Nullable Value negated(SqlCall call) {
    Value value = of(call.operand(0));
    return switch (value) {
      case Value.Int(long number) -> Value.of(-number);
      case Value.Real(double number) -> Value.of(-number);
      case Value.Decimal(BigDecimal number) -> Value.of((Object) number.negate());
      case null, default -> null;
    };
  }

  private static @Nullable Value list(SqlCall call) {
    List<Value> items = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      Value item = of(operand);
      if (item == null) {
        return null;
      }
      items.add(item);
    }
    return new Value.Items(items);
  }

  private static @Nullable Value cast(SqlCall call) {
    if (!(of(call.operand(0)) instanceof Value.Text(String text))
        || !(call.operand(1) instanceof SqlDataTypeSpec type)) {
      return null;
    }
    try {
      return switch (type.getTypeName().getSimple()) {
        case "UUID" -> Value.of(UUID.fromString(text));
        case "DOUBLE" -> Value.of(Double.parseDouble(text));
        default -> null;
      };
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
