package bourn.sql;

import bourn.engine.Guard;
import bourn.engine.Plan;
import bourn.engine.QueryException;
import bourn.kernel.Value;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;

/**
 * Makes plans of statements.
 *
 * @param parameters the values of the parameters, in order
 * @param mayWrite whether an INSERT is allowed
 * @param clock for what statements take for the present
 * @param guard watches the statement until it is answered
 * @param ids numbers what is shared, or recursive, in its plan
 */
record Planning(
    SqlCatalog catalog,
    List<Value> parameters,
    boolean mayWrite,
    InstantSource clock,
    Guard guard,
    IntSupplier ids) {

  private static final Pattern EXPLAIN =
      Pattern.compile("\\s*EXPLAIN\\b(?!\\s+PLAN\\b)(\\s+ANALYZE\\b)?", Pattern.CASE_INSENSITIVE);

  private static final Pattern CHANGE =
      Pattern.compile(
          "\\s*(CREATE|DROP|ALTER|TRUNCATE|GRANT|REVOKE|COMMIT|ROLLBACK|BEGIN|COPY|ATTACH|SET|USE)"
              + "\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern VIEW =
      Pattern.compile("\\s*(CREATE(\\s+OR\\s+REPLACE)?|DROP)\\s+VIEW\\b", Pattern.CASE_INSENSITIVE);

  private static final String DECLARED =
      "a view is declared by bourn view, by Views.declare in Java and view! in Clojure";

  private static final String ONLY_READ =
      "statements read, and INSERT INTO appends; streams are made, and facts retracted, by the API";

  /**
   * Returns the plan of {@code sql}.
   *
   * @throws QueryException if it is wrong or not supported
   */
  Planned planned(String sql) {
    if (sql.isBlank() || sql.strip().equals(";")) {
      throw SqlErrors.wrong("syntax", "a statement is expected, and there is none");
    }
    Matcher explain = EXPLAIN.matcher(sql);
    if (explain.lookingAt()) {
      boolean analyze = explain.group(1) != null;
      Planned.Kind kind = analyze ? Planned.Kind.ANALYZE : Planned.Kind.EXPLAIN;
      return planned(parse(withoutExplain(sql)), kind);
    }
    return planned(parse(sql), Planned.Kind.QUERY);
  }

  private Planned planned(Parsing parsing, Planned.Kind kind) {
    try {
      return switch (parsing.statement()) {
        case SqlExplain plan ->
            query(new Parsing(parsing.source(), plan.getExplicandum()), Planned.Kind.EXPLAIN);
        case SqlInsert insert when kind == Planned.Kind.QUERY -> insert(insert, parsing.source());
        default -> query(parsing, kind);
      };
    } catch (QueryException e) {
      throw parsing.source().placed(e);
    }
  }

  /** Returns how many parameters {@code sql} has; 0 if it is no statement. */
  static int parameters(String sql) {
    try {
      SqlText source = SqlText.of(Parsing.unterminated(withoutExplain(sql)));
      return Parameters.count(Parsing.of(source).statement());
    } catch (SqlParseException | QueryException e) {
      return 0;
    }
  }

  private static String withoutExplain(String sql) {
    Matcher explain = EXPLAIN.matcher(sql);
    return explain.lookingAt() ? " ".repeat(explain.end()) + sql.substring(explain.end()) : sql;
  }

  private Parsing parse(String sql) {
    SqlText source = SqlText.of(Parsing.unterminated(sql));
    try {
      return Parameters.filled(Parsing.of(source), parameters);
    } catch (SqlParseException e) {
      Matcher change = CHANGE.matcher(sql);
      if (change.matches()) {
        String verb = change.group(1).toUpperCase(Locale.ROOT);
        boolean view = VIEW.matcher(sql).lookingAt();
        throw SqlErrors.unsupported(
            view ? verb + " VIEW" : verb, view ? DECLARED : ONLY_READ, sql, change.start(1));
      }
      throw source.placed(new Diagnosis(source.parsed(), catalog).of(e));
    }
  }

  private Planned query(Parsing parsing, Planned.Kind kind) {
    SqlNode statement = parsing.statement();
    if (!statement.isA(SqlKind.QUERY)) {
      throw SqlErrors.at(
          "unsupported",
          name(statement.getKind()) + " is not supported in SQL here",
          parsing.text(),
          statement.getParserPosition(),
          ONLY_READ);
    }
    RelRoot root = rows(statement, parsing.source());
    BournRel rows = cheapest(root.project());
    Plan plan = rows.plan();
    boolean lasting = kind == Planned.Kind.QUERY && !Statement.of(root.rel).isPassing();
    double estimate = rows.getCluster().getMetadataQuery().getRowCount(rows);
    return new Planned(kind, plan, estimate, columns(root.validatedRowType), null, lasting);
  }

  private static BournRel cheapest(RelNode rows) {
    BournRel cheapest = Physical.of(Phases.optimise(rows));
    Statement.of(cheapest).repeated().count(cheapest);
    return cheapest;
  }

  private static String name(SqlKind kind) {
    return kind == SqlKind.DESCRIBE_TABLE ? "DESCRIBE" : kind.sql;
  }

  private RelRoot rows(SqlNode query, SqlText source) {
    Statement planned = new Statement(source, catalog, clock.instant(), guard, ids);
    return new SqlPlanner(query, source.parsed(), catalog, planned).plan();
  }

  private static List<SqlColumn> columns(RelDataType row) {
    List<SqlColumn> columns = new ArrayList<>();
    for (RelDataTypeField field : row.getFieldList()) {
      columns.add(
          new SqlColumn(
              field.getName(), CalciteTypes.type(field.getType()), field.getType().isNullable()));
    }
    return columns;
  }

  private Planned insert(SqlInsert insert, SqlText source) {
    String text = source.parsed();
    if (!mayWrite) {
      throw SqlErrors.at(
          "read-only",
          "INSERT is not allowed here: this statement may only read",
          text,
          insert.getParserPosition(),
          "INSERT appends by Sql.execute in Java, sql! in Clojure, and bourn sql --write");
    }
    SqlTable table = new Diagnosis(text, catalog).table((SqlIdentifier) insert.getTargetTable());
    List<SqlColumn> columns = columns(insert, table, text);
    RelRoot root = rows(insert.getSource(), source);
    RelNode rows = root.project();
    if (rows.getRowType().getFieldCount() != columns.size()) {
      throw SqlErrors.at(
          "insert",
          "a row has "
              + rows.getRowType().getFieldCount()
              + " values, and "
              + columns.size()
              + " columns are to get one",
          text,
          insert.getSource().getParserPosition(),
          null);
    }
    Plan plan = cheapest(cast(rows, columns)).plan();
    return new Planned(Planned.Kind.INSERT, plan, 1, columns, table, false);
  }

  private static List<SqlColumn> columns(SqlInsert insert, SqlTable table, String text) {
    if (insert.getTargetColumnList() == null) {
      return table.targets();
    }
    List<SqlColumn> columns = new ArrayList<>();
    for (SqlNode node : insert.getTargetColumnList()) {
      String name = ((SqlIdentifier) node).getSimple();
      SqlColumn column = table.target(name);
      if (column == null) {
        throw SqlErrors.at(
            "unknown-column", "there is no column " + name, text, node.getParserPosition(), null);
      }
      columns.add(column);
    }
    return columns;
  }

  /** Gives the values the types of the columns that they go to. */
  private static RelNode cast(RelNode rows, List<SqlColumn> columns) {
    RexBuilder builder = rows.getCluster().getRexBuilder();
    RelDataTypeFactory types = rows.getCluster().getTypeFactory();
    RelDataType target = CalciteTypes.row(columns, types);
    List<RexNode> cast = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      RexNode value = builder.makeInputRef(rows, c);
      RelDataType wanted = target.getFieldList().get(c).getType();
      boolean any = columns.get(c).type() == SqlType.ANY;
      RelDataType nullable = types.createTypeWithNullability(wanted, true);
      cast.add(any ? value : builder.makeAbstractCast(nullable, value, false));
    }
    return LogicalProject.create(rows, List.of(), cast, target.getFieldNames(), Set.of());
  }
}
