package bourn.sql;

import bourn.engine.QueryException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * Puts tables of our own, under names of their own, for what Calcite knows in another way or not at
 * all: for each {@code table FOR SYSTEM_TIME AS OF point} the table at that point, which may be an
 * offset here, and for {@code TABLE(DATALOG('..'))} what the query finds.
 */
final class TableRewrite extends SqlShuttle {

  /** Functions of the time of day. */
  private static final Set<String> TIMES = Set.of("CURRENT_TIME", "LOCALTIME");

  private final String sql;
  private final SqlCatalog catalog;
  private final CatalogSchema root;
  private final DatalogCalls datalog;

  TableRewrite(String sql, SqlCatalog catalog, CatalogSchema root, Statement statement) {
    this.sql = sql;
    this.catalog = catalog;
    this.root = root;
    this.datalog = new DatalogCalls(sql, catalog, root, statement);
  }

  SqlNode rewrite(SqlNode statement) {
    SqlNode rewritten = statement.accept(this);
    return rewritten == null ? statement : rewritten;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (TIMES.contains(call.getOperator().getName())) {
      throw noTime(call);
    }
    if (call instanceof SqlSnapshot snapshot) {
      SqlIdentifier past = past(snapshot);
      SqlParserPos place = snapshot.getParserPosition();
      return as(past, new SqlIdentifier(name(snapshot), place), place);
    }
    SqlIdentifier found = datalog.table(call);
    if (found != null) {
      SqlParserPos place = call.getParserPosition();
      return as(found, new SqlIdentifier("datalog", place), place);
    }
    SqlIdentifier named = call.getKind() == SqlKind.AS ? named(call.operand(0)) : null;
    if (named != null) {
      SqlNode[] operands = call.getOperandList().toArray(SqlNode[]::new);
      operands[0] = named;
      return new SqlBasicCall(SqlStdOperatorTable.AS, List.of(operands), call.getParserPosition());
    }
    return super.visit(call);
  }

  @Override
  public @Nullable SqlNode visit(SqlDataTypeSpec type) {
    if (type.getTypeName().getSimple().toUpperCase(Locale.ROOT).startsWith("TIME")
        && !type.getTypeName().getSimple().toUpperCase(Locale.ROOT).startsWith("TIMESTAMP")) {
      throw noTime(type);
    }
    return super.visit(type);
  }

  @Override
  public @Nullable SqlNode visit(SqlLiteral literal) {
    if (literal.getValue() instanceof TimeString
        || (literal instanceof SqlUnknownLiteral unknown && unknown.tag.equals("TIME"))) {
      throw noTime(literal);
    }
    return super.visit(literal);
  }

  @Override
  public @Nullable SqlNode visit(SqlIdentifier identifier) {
    if (identifier.isSimple()
        && !identifier.isComponentQuoted(0)
        && TIMES.contains(identifier.getSimple().toUpperCase(Locale.ROOT))) {
      throw noTime(identifier);
    }
    return super.visit(identifier);
  }

  private QueryException noTime(SqlNode node) {
    return SqlErrors.at(
        "unsupported",
        "TIME, a time of day, is not supported in SQL here",
        sql,
        node.getParserPosition(),
        "a TIMESTAMP, or EXTRACT(HOUR FROM ..); INTERVAL '10:30' HOUR TO MINUTE is a length of"
            + " time");
  }

  private @Nullable SqlIdentifier named(SqlNode table) {
    return table instanceof SqlSnapshot snapshot ? past(snapshot) : datalog.table(table);
  }

  private static SqlNode as(SqlNode table, SqlIdentifier alias, SqlParserPos place) {
    return new SqlBasicCall(SqlStdOperatorTable.AS, List.of(table, alias), place);
  }

  private static String name(SqlSnapshot snapshot) {
    SqlIdentifier identifier = (SqlIdentifier) snapshot.getTableRef();
    return identifier.names.getLast();
  }

  private SqlIdentifier past(SqlSnapshot snapshot) {
    if (!(snapshot.getTableRef() instanceof SqlIdentifier identifier)) {
      throw wrong(snapshot, "FOR SYSTEM_TIME AS OF follows the name of a table");
    }
    SqlTable table = new Diagnosis(sql, catalog).table(identifier);
    try {
      String name = root.add(table.asOf(point(snapshot.getPeriod())));
      return new SqlIdentifier(name, identifier.getParserPosition());
    } catch (IllegalArgumentException e) {
      throw wrong(snapshot.getPeriod(), String.valueOf(e.getMessage()));
    }
  }

  private AsOf point(SqlNode period) {
    if (period instanceof SqlLiteral literal) {
      if (literal.getTypeName() == SqlTypeName.DECIMAL
          && literal.getValue() instanceof BigDecimal number
          && number.scale() <= 0
          && number.signum() >= 0
          && number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0) {
        return new AsOf.Offset(number.longValueExact());
      }
      if (literal.getValue() instanceof TimestampString timestamp) {
        return new AsOf.Time(Times.micros(timestamp.toString()));
      }
      SqlNode known = unknown(literal);
      if (known instanceof SqlLiteral timestamp
          && timestamp.getValue() instanceof TimestampString text) {
        return new AsOf.Time(Times.micros(text.toString()));
      }
    }
    throw wrong(
        period,
        "FOR SYSTEM_TIME AS OF takes an offset such as 42, or a time such as"
            + " TIMESTAMP '2026-01-31 12:00:00'");
  }

  private SqlNode unknown(SqlLiteral literal) {
    return literal instanceof SqlUnknownLiteral unknown
        ? unknown.resolve(
            "DATE".equals(unknown.tag.toUpperCase(Locale.ROOT))
                ? SqlTypeName.DATE
                : SqlTypeName.TIMESTAMP)
        : literal;
  }

  private QueryException wrong(SqlNode node, String message) {
    return SqlErrors.at("as-of", message, sql, node.getParserPosition(), null);
  }
}
