package bourn.sql;

import static org.apache.calcite.sql.type.OperandTypes.ANY;
import static org.apache.calcite.sql.type.OperandTypes.ARRAY;
import static org.apache.calcite.sql.type.OperandTypes.DATETIME;
import static org.apache.calcite.sql.type.OperandTypes.INTEGER;
import static org.apache.calcite.sql.type.OperandTypes.NUMERIC;
import static org.apache.calcite.sql.type.OperandTypes.NUMERIC_NUMERIC;
import static org.apache.calcite.sql.type.OperandTypes.STRING;
import static org.apache.calcite.sql.type.OperandTypes.STRING_INTEGER;
import static org.apache.calcite.sql.type.OperandTypes.STRING_OPTIONAL_STRING;
import static org.apache.calcite.sql.type.OperandTypes.STRING_STRING;
import static org.apache.calcite.sql.type.OperandTypes.STRING_STRING_INTEGER;
import static org.apache.calcite.sql.type.OperandTypes.STRING_STRING_STRING;
import static org.apache.calcite.sql.type.OperandTypes.family;
import static org.apache.calcite.sql.type.OperandTypes.repeat;

import bourn.engine.Function;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.jspecify.annotations.Nullable;

/** Functions that are not of the standard, each with its name, its types and what it does. */
final class Library {

  private static final List<SqlOperator> OPERATORS = new ArrayList<>();
  private static final Map<String, Function> FUNCTIONS = new HashMap<>();

  private static final SqlReturnTypeInference TEXT = ReturnTypes.VARCHAR_NULLABLE;
  private static final SqlReturnTypeInference WHOLE = ReturnTypes.BIGINT_NULLABLE;
  private static final SqlReturnTypeInference REAL = ReturnTypes.DOUBLE_NULLABLE;
  private static final SqlReturnTypeInference TRUTH = ReturnTypes.BOOLEAN_NULLABLE;
  private static final SqlReturnTypeInference SAME = ReturnTypes.ARG0_NULLABLE;

  private static final SqlOperandTypeChecker STRING_INTEGER_STRING =
      family(SqlTypeFamily.STRING, SqlTypeFamily.INTEGER, SqlTypeFamily.STRING);
  private static final SqlOperandTypeChecker PAD = STRING_INTEGER.or(STRING_INTEGER_STRING);
  private static final SqlOperandTypeChecker SLICE =
      STRING_INTEGER.or(family(SqlTypeFamily.STRING, SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER));
  private static final SqlOperandTypeChecker UNIT_TIME =
      family(SqlTypeFamily.STRING, SqlTypeFamily.DATETIME);
  private static final SqlOperandTypeChecker UNIT_TIME_TIME =
      family(SqlTypeFamily.STRING, SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME);
  private static final SqlOperandTypeChecker LIST_AND =
      family(SqlTypeFamily.ARRAY, SqlTypeFamily.ANY);

  private static final SqlOperandTypeChecker OPERANDS_WHOLE =
      family(SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER);

  static {
    texts();
    patterns();
    numbers();
    times();
    lists();
    hashes();
  }

  private Library() {}

  private static void texts() {
    add("LTRIM", TEXT, STRING_OPTIONAL_STRING, row -> Texts.strip(row, true, false));
    add("RTRIM", TEXT, STRING_OPTIONAL_STRING, row -> Texts.strip(row, false, true));
    add("SUBSTR", TEXT, SLICE, Texts::substring);
    add("REPEAT", TEXT, STRING_INTEGER, Texts::repeat);
    add("SPACE", TEXT, INTEGER, row -> Texts.repeat(new Value[] {Value.of(" "), row[0]}));
    add("LPAD", TEXT, PAD, row -> Texts.pad(row, true));
    add("RPAD", TEXT, PAD, row -> Texts.pad(row, false));
    add("SPLIT_PART", TEXT, STRING_STRING_INTEGER, Texts::part);
    add("STRPOS", WHOLE, STRING_STRING, row -> Texts.position(new Value[] {row[1], row[0]}));
    add("INSTR", WHOLE, STRING_STRING, row -> Texts.position(new Value[] {row[1], row[0]}));
    add("CONTAINS", TRUTH, STRING_STRING, row -> Texts.contains(row[0], row[1]));
    add("CHR", TEXT, INTEGER, row -> Texts.character(row[0]));
    add("TRANSLATE3", TEXT, STRING_STRING_STRING, Texts::translate);
    add("LEVENSHTEIN", WHOLE, STRING_STRING, Texts::distance);
    addLenient(
        "CONCAT",
        ReturnTypes.VARCHAR,
        repeat(SqlOperandCountRanges.from(1), ANY),
        Texts::concatAny);
    addLenient(
        "CONCAT_WS",
        ReturnTypes.VARCHAR_NULLABLE,
        repeat(SqlOperandCountRanges.from(2), STRING),
        Texts::concatPresent);
  }

  private static void patterns() {
    add("REGEXP_LIKE", TRUTH, STRING_STRING, Patterns::found);
    add("REGEXP_MATCHES", TRUTH, STRING_STRING, Patterns::found);
    add("REGEXP_CONTAINS", TRUTH, STRING_STRING, Patterns::found);
    add(
        "REGEXP_REPLACE",
        TEXT,
        STRING_STRING_STRING.or(
            family(
                SqlTypeFamily.STRING,
                SqlTypeFamily.STRING,
                SqlTypeFamily.STRING,
                SqlTypeFamily.STRING)),
        Patterns::replaced);
    add("REGEXP_EXTRACT", TEXT, STRING_STRING.or(STRING_STRING_INTEGER), Patterns::extracted);
    add("REGEXP_COUNT", WHOLE, STRING_STRING, Patterns::count);
  }

  private static void numbers() {
    real("LOG2", x -> Math.log(x) / Math.log(2));
    real("SINH", Math::sinh);
    real("COSH", Math::cosh);
    real("TANH", Math::tanh);
    real("ASINH", x -> Math.signum(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1)));
    real("ACOSH", x -> Math.log(x + Math.sqrt(x * x - 1)));
    real("ATANH", x -> 0.5 * Math.log((1 + x) / (1 - x)));
    add("LOG", REAL, NUMERIC.or(NUMERIC_NUMERIC), Registry::log);
    add("POW", REAL, NUMERIC_NUMERIC, row -> Registry.power(row[0], row[1]));
    add("HYPOT", REAL, NUMERIC_NUMERIC, row -> Registry.hypotenuse(row[0], row[1]));
    add("FACTORIAL", WHOLE, INTEGER, row -> Registry.factorial(row[0]));
    add("GCD", WHOLE, OPERANDS_WHOLE, row -> Registry.divisor(row[0], row[1]));
    add("BIT_COUNT", WHOLE, INTEGER, row -> Registry.bitCount(row[0]));
    add("IS_NAN", TRUTH, NUMERIC, row -> Value.of(Double.isNaN(Numbers.real(row[0]))));
    add("IS_INF", TRUTH, NUMERIC, row -> Value.of(Double.isInfinite(Numbers.real(row[0]))));
  }

  private static void times() {
    add("DATE_TRUNC", ReturnTypes.ARG1_NULLABLE, UNIT_TIME, TimeUnits::truncated);
    add("DATE_PART", WHOLE, UNIT_TIME, TimeUnits::part);
    add("DATE_DIFF", WHOLE, UNIT_TIME_TIME, TimeUnits::boundaries);
    add("DATEDIFF", WHOLE, UNIT_TIME_TIME, TimeUnits::boundaries);
    add("DATE_SUB", WHOLE, UNIT_TIME_TIME, TimeUnits::whole);
    add("DAYNAME", TEXT, DATETIME, row -> TimeUnits.dayName(row[0]));
    add("MONTHNAME", TEXT, DATETIME, row -> TimeUnits.monthName(row[0]));
    add("EPOCH_MS", WHOLE, DATETIME, row -> TimeUnits.millis(row[0]));
    add("TO_TIMESTAMP", ReturnTypes.TIMESTAMP_NULLABLE, NUMERIC, row -> TimeUnits.time(row[0]));
  }

  private static void lists() {
    add("ARRAY_LENGTH", WHOLE, ARRAY, row -> Items.size(row[0]));
    add("ARRAY_CONTAINS", TRUTH, LIST_AND, Items::contains);
    add("ARRAY_POSITION", WHOLE, LIST_AND, Items::position);
    add("ARRAY_DISTINCT", SAME, ARRAY, row -> Items.distinct(row[0]));
    add("ARRAY_REVERSE", SAME, ARRAY, row -> Items.reversed(row[0]));
    add("ARRAY_SORT", SAME, ARRAY, row -> Items.sorted(row[0]));
    add("ARRAY_CONCAT", SAME, family(SqlTypeFamily.ARRAY, SqlTypeFamily.ARRAY), Items::joined);
    add(
        "ARRAY_TO_STRING",
        TEXT,
        family(SqlTypeFamily.ARRAY, SqlTypeFamily.STRING),
        row -> Items.text(row[0], Texts.text(row[1])));
    add("TYPEOF", TEXT, ANY, row -> Items.type(row[0]));
  }

  private static void hashes() {
    add("MD5", TEXT, STRING, row -> Texts.hash("MD5", row[0]));
    add("SHA1", TEXT, STRING, row -> Texts.hash("SHA-1", row[0]));
    add("SHA256", TEXT, STRING, row -> Texts.hash("SHA-256", row[0]));
    add("TO_HEX", TEXT, INTEGER, row -> Value.of(Long.toHexString(Numbers.whole(row[0]))));
  }

  private static void add(
      String name,
      SqlReturnTypeInference type,
      SqlOperandTypeChecker operands,
      java.util.function.Function<Value[], Value> body) {
    OPERATORS.add(SqlBasicFunction.create(name, type, operands));
    FUNCTIONS.put(name, new Strict(name, body));
  }

  /** Adds a function that is asked also where an argument is missing. */
  private static void addLenient(
      String name,
      SqlReturnTypeInference type,
      SqlOperandTypeChecker operands,
      java.util.function.Function<Value[], Value> body) {
    OPERATORS.add(SqlBasicFunction.create(name, type, operands));
    FUNCTIONS.put(
        name,
        new Function() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public Value apply(Value[] arguments) {
            return body.apply(arguments);
          }
        });
  }

  private static void real(String name, DoubleUnaryOperator body) {
    add(name, REAL, NUMERIC, row -> Value.of(body.applyAsDouble(Numbers.real(row[0]))));
  }

  static List<SqlOperator> operators() {
    return OPERATORS;
  }

  /** Returns the operator called {@code name}, or null when it is not of these. */
  static @Nullable SqlOperator operator(String name) {
    for (SqlOperator operator : OPERATORS) {
      if (operator.getName().equals(name)) {
        return operator;
      }
    }
    return null;
  }

  /** Returns the function called {@code name}, or null when it is not of these. */
  static @Nullable Function find(String name) {
    return FUNCTIONS.get(name);
  }
}
