package bourn.sql;

import bourn.kernel.Edn;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.TimestampString;

/**
 * Puts values in the places of parameters, each a {@code ?}. A statement is planned with its values
 * there, as literals: so they take part in all that planning does with literals, and none of them
 * is ever read as SQL.
 */
final class Parameters {

  private static final int MICROS_A_SECOND = 1_000_000;

  private Parameters() {}

  /** Returns how many parameters {@code statement} has. */
  static int count(SqlNode statement) {
    int[] count = {0};
    statement.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlDynamicParam param) {
            count[0] = Math.max(count[0], param.getIndex() + 1);
            return param;
          }
        });
    return count[0];
  }

  /**
   * Returns {@code parsing} with {@code values} for its parameters, in order.
   *
   * @throws bourn.engine.QueryException if there are more or fewer, or one has no literal
   */
  static Parsing filled(Parsing parsing, List<Value> values) {
    int count = count(parsing.statement());
    if (count != values.size()) {
      throw SqlErrors.wrong(
          "parameters",
          "the statement has "
              + (count == 1 ? "1 parameter (?)" : count + " parameters (?)")
              + ", and "
              + (values.size() == 1 ? "1 value was given" : values.size() + " values were given"));
    }
    if (count == 0) {
      return parsing;
    }
    SqlNode filled =
        parsing
            .statement()
            .accept(
                new SqlShuttle() {
                  @Override
                  public SqlNode visit(SqlDynamicParam param) {
                    Value value = values.get(param.getIndex());
                    return literal(value, param.getParserPosition(), parsing.text());
                  }
                });
    return new Parsing(parsing.source(), filled == null ? parsing.statement() : filled);
  }

  private static SqlNode literal(Value value, SqlParserPos place, String text) {
    return switch (value) {
      case Value.Nil _ -> SqlLiteral.createNull(place);
      case Value.Bool(boolean truth) -> SqlLiteral.createBoolean(truth, place);
      case Value.Int(long number) -> SqlLiteral.createExactNumeric(Long.toString(number), place);
      case Value.Decimal(BigDecimal number) ->
          SqlLiteral.createExactNumeric(number.toPlainString(), place);
      case Value.Real(double number) -> real(number, place);
      case Value.Text(String characters) -> SqlLiteral.createCharString(characters, place);
      case Value.Bytes(byte[] bytes) -> SqlLiteral.createBinaryString(bytes, place);
      case Value.Time(long micros) -> time(micros, place);
      case Value.Uuid(java.util.UUID uuid) -> cast(uuid.toString(), SqlTypeName.UUID, place);
      case Value.Items(List<Value> items) ->
          SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(
              place, items.stream().map(item -> literal(item, place, text)).toList());
      default ->
          throw SqlErrors.at(
              "parameters",
              "a value that SQL has no literal of was given for a parameter: " + Edn.print(value),
              text,
              place,
              "give a string, number, boolean, instant, UUID, bytes, a list of such, or nil");
    };
  }

  private static SqlNode real(double number, SqlParserPos place) {
    return Double.isFinite(number)
        ? SqlLiteral.createApproxNumeric(new BigDecimal(number).toString(), place)
        : cast(Double.toString(number), SqlTypeName.DOUBLE, place);
  }

  private static SqlNode time(long micros, SqlParserPos place) {
    TimestampString second =
        TimestampString.fromMillisSinceEpoch(Math.floorDiv(micros, MICROS_A_SECOND) * 1_000);
    int nanos = Math.floorMod(micros, MICROS_A_SECOND) * 1_000;
    return SqlLiteral.createTimestamp(SqlTypeName.TIMESTAMP, second.withNanos(nanos), 6, place);
  }

  private static SqlNode cast(String text, SqlTypeName type, SqlParserPos place) {
    return SqlStdOperatorTable.CAST.createCall(
        place,
        SqlLiteral.createCharString(text, place),
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, place), place));
  }
}
