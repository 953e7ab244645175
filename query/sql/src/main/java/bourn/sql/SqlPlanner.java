package bourn.sql;

import bourn.engine.QueryException;
import java.util.List;
import java.util.Properties;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.Context;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/** Parses and validates one statement, and makes it a tree of relational operators. */
final class SqlPlanner {

  private static final SqlParser.Config PARSER =
      SqlParser.config()
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false)
          .withConformance(SqlConformanceEnum.LENIENT)
          .withIdentifierMaxLength(256);

  private static final SqlValidator.Config VALIDATOR =
      SqlValidator.Config.DEFAULT
          .withConformance(SqlConformanceEnum.LENIENT)
          .withIdentifierExpansion(true);

  private static final SqlToRelConverter.Config CONVERTER =
      SqlToRelConverter.config().withExpand(false).withTrimUnusedFields(true);

  private final String sql;
  private final SqlCatalog catalog;

  SqlPlanner(String sql, SqlCatalog catalog) {
    this.sql = sql;
    this.catalog = catalog;
  }

  /**
   * Returns the operators of the statement, not optimised yet.
   *
   * @throws QueryException if it is wrong
   */
  RelRoot plan() {
    CatalogSchema root = new CatalogSchema(catalog, null);
    SqlNode parsed = new AsOfRewrite(sql, catalog, root).rewrite(parse());
    TypeFactory types = new TypeFactory();
    CalciteCatalogReader reader = reader(CatalogSchema.whole(catalog, root), types);
    SqlValidator validator = new StatementValidator(Operators.TABLE, reader, types, VALIDATOR);
    try {
      SqlNode validated = validator.validate(parsed);
      return convert(validator, reader, types).convertQuery(validated, false, true);
    } catch (CalciteContextException e) {
      throw new Diagnosis(sql, catalog).of(e);
    }
  }

  private SqlNode parse() {
    String statement = unterminated(sql);
    if (statement.isBlank()) {
      throw SqlErrors.wrong("syntax", "a statement is expected, and there is none");
    }
    try {
      SqlNode parsed = SqlParser.create(statement, PARSER).parseQuery();
      if (!parsed.isA(SqlKind.QUERY)) {
        throw SqlErrors.at(
            "unsupported",
            parsed.getKind().sql + " is not supported in SQL here: statements only read",
            sql,
            parsed.getParserPosition(),
            null);
      }
      return StatementDepth.checked(parsed);
    } catch (SqlParseException e) {
      throw new Diagnosis(sql, catalog).of(e);
    }
  }

  /** A statement may end with a semicolon, as people write it; the parser knows none. */
  private static String unterminated(String sql) {
    String stripped = sql.stripTrailing();
    return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : sql;
  }

  private static CalciteCatalogReader reader(CalciteSchema schema, TypeFactory types) {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
    return new CalciteCatalogReader(
        schema, List.of(), types, new CalciteConnectionConfigImpl(properties));
  }

  private SqlToRelConverter convert(
      SqlValidator validator, CalciteCatalogReader reader, TypeFactory types) {
    Context context = Contexts.of(reader.getConfig(), new Statement(sql));
    RelOptCluster cluster = RelOptCluster.create(Physical.planner(context), new RexBuilder(types));
    cluster.setMetadataQuerySupplier(Metadata::new);
    return new SqlToRelConverter(
        (row, text, path, view) -> {
          throw SqlErrors.unsupported("a view");
        },
        validator,
        reader,
        cluster,
        StandardConvertletTable.INSTANCE,
        CONVERTER);
  }
}
