package bourn.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * Text and what it says.
 *
 * @param source as written, and as parsed: with quotes around words that are names here
 * @param statement what it says
 */
record Parsing(SqlText source, SqlNode statement) {

  private static final SqlParser.Config PARSER =
      SqlParser.config()
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false)
          .withConformance(SqlConformanceEnum.LENIENT)
          .withIdentifierMaxLength(256);

  /**
   * Words that the standard reserves and people call columns, tables and functions by. Where one
   * cannot be what the standard has it for, it is a name, as if it were written in double quotes.
   */
  private static final Set<String> NAMES =
      Set.of(
          ("ABS AT AVG CARDINALITY CLASSIFIER COLLECT CONDITION CONTAINS CORR COUNT COVAR_POP"
               + " COVAR_SAMP CUBE CURRENT DATE DAY DAYS DEC DESCRIBE DYNAMIC ELEMENT END EPOCH"
               + " EQUALS EVERY EXP FILTER FIRST_VALUE FLOOR FREE FUNCTION HOUR HOURS INITIAL"
               + " INTERVAL LANGUAGE LARGE LAST_VALUE LEAD LEVEL LN LOCAL LOWER MATCH MATCHES MAX"
               + " MEASURE MEASURES MEMBER METHOD MIN MINUTE MOD MODIFIES MODULE MONTH NO NONE"
               + " NORMALIZE NTILE OFFSET OMIT NEW OLD ONE OUT PARAMETER PATTERN PER PERCENT"
               + " PERCENTILE_CONT PERIOD PORTION POSITION POWER PRECEDES PRECISION PREPARE PREV"
               + " PROCEDURE RANGE RANK READS REF REFERENCES REGR_AVGX REGR_AVGY REGR_INTERCEPT"
               + " REGR_R2 REGR_SLOPE REGR_SXX REGR_SXY REGR_SYY RELEASE RESET RESULT RETURN ROLLUP"
               + " ROW ROWS RUNNING SCOPE SEARCH SECOND SENSITIVE SHOW SIMILAR SKIP SOME SPECIFIC"
               + " SQL START STATIC STREAM SUBSET SUBSTRING SUCCEEDS SUM SYMBOL SYSTEM SYSTEM_TIME"
               + " TIME TIMESTAMP TO TREAT TRIGGER TRIM TRUNCATE UESCAPE UNIQUE UNKNOWN UPPER"
               + " UPSERT USER UUID VALUE VALUE_OF VARYING VERSIONING WEEK WINDOW WITHIN YEAR")
              .split(" "));

  private static final int MOST_NAMES = 200;
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

  /** The parser gives some functions of ours Calcite's meaning by itself. */
  private static final SqlShuttle OURS =
      new SqlShuttle() {
        @Override
        public @Nullable SqlNode visit(SqlCall call) {
          SqlOperator ours =
              call instanceof SqlBasicCall ? Library.operator(call.getOperator().getName()) : null;
          SqlNode visited = super.visit(call);
          if (visited instanceof SqlCall all
              && all.getOperator().getName().equalsIgnoreCase("COALESCE")) {
            return withoutTwins(all);
          }
          if (!(visited instanceof SqlCall same)) {
            return visited;
          }
          return ours == null
              ? Filtered.withoutFilter(same)
              : ours.createCall(call.getParserPosition(), same.getOperandList());
        }
      };

  /** Calcite takes what stands twice for never missing. */
  private static SqlNode withoutTwins(SqlCall coalesce) {
    List<SqlNode> different = new ArrayList<>();
    for (SqlNode operand : coalesce.getOperandList()) {
      if (different.stream().noneMatch(other -> other.equalsDeep(operand, Litmus.IGNORE))) {
        different.add(operand);
      }
    }
    return different.size() == 1
        ? different.getFirst()
        : coalesce.getOperator().createCall(coalesce.getParserPosition(), different);
  }

  /**
   * Parses one statement.
   *
   * @throws SqlParseException if it is none
   */
  static Parsing of(SqlText sql) throws SqlParseException {
    SqlText source = sql;
    SqlParseException first = null;
    for (int names = 0; ; names++) {
      try {
        SqlNode statement = SqlParser.create(source.parsed(), PARSER).parseStmt();
        SqlNode ours = statement.accept(OURS);
        return new Parsing(source, ours == null ? statement : ours);
      } catch (SqlParseException e) {
        first = first == null ? e : first;
        SqlText quoted = names < MOST_NAMES ? quoted(source, e) : null;
        if (quoted == null) {
          throw first;
        }
        source = quoted;
      }
    }
  }

  /** A statement may end with a semicolon, as people write it; the parser knows none. */
  static String unterminated(String sql) {
    String stripped = sql.stripTrailing();
    return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : sql;
  }

  /** Returns the text as parsed. */
  String text() {
    return source.parsed();
  }

  /**
   * Returns {@code source} with quotes around the word the parser stumbled over, or before which;
   * null if there is none.
   */
  private static @Nullable SqlText quoted(SqlText source, SqlParseException e) {
    String text = source.parsed();
    int at = SqlErrors.position(text, e.getPos().getLineNum(), e.getPos().getColumnNum());
    if (at < 0 || e.getPos().getLineNum() < 1) {
      return null;
    }
    Matcher word = WORD.matcher(text);
    if (text.charAt(Math.min(at, text.length() - 1)) == '.' && word.find(at)) {
      return isName(text, word.start(), word.end())
          ? source.insert(word.end(), "\"").insert(word.start(), "\"")
          : null;
    }
    int start = -1;
    int end = -1;
    for (int from = 0; word.find(from) && word.start() <= at; from = word.end()) {
      if (isName(text, word.start(), word.end())) {
        start = word.start();
        end = word.end();
      } else if (word.start() < at) {
        start = -1;
      }
    }
    boolean near = start >= 0 && (end >= at || text.substring(end, at).isBlank());
    return near ? source.insert(end, "\"").insert(start, "\"") : null;
  }

  private static boolean isName(String text, int start, int end) {
    boolean free =
        (start == 0 || text.charAt(start - 1) != '"')
            && (end == text.length() || text.charAt(end) != '"');
    return free && NAMES.contains(text.substring(start, end).toUpperCase(Locale.ROOT));
  }
}
