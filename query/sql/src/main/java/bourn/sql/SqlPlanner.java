package bourn.sql;

import bourn.engine.QueryException;
import java.util.List;
import java.util.Properties;
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
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/** Parses and validates one statement, and makes it a tree of relational operators. */
final class SqlPlanner {

  private static final SqlValidator.Config VALIDATOR =
      SqlValidator.Config.DEFAULT
          .withConformance(SqlConformanceEnum.LENIENT)
          .withIdentifierExpansion(true);

  private static final SqlToRelConverter.Config CONVERTER =
      SqlToRelConverter.config().withExpand(false).withTrimUnusedFields(true);

  private final SqlNode parsed;
  private final String sql;
  private final SqlCatalog catalog;
  private final Statement planned;

  /**
   * Makes a planner of a query.
   *
   * @param parsed the query
   * @param sql the text that it stands in
   * @param planned what it is a part of
   */
  SqlPlanner(SqlNode parsed, String sql, SqlCatalog catalog, Statement planned) {
    this.parsed = StatementDepth.checked(parsed);
    this.sql = sql;
    this.catalog = catalog;
    this.planned = planned;
  }

  /**
   * Returns the operators of the statement, not optimised yet.
   *
   * @throws QueryException if it is wrong
   */
  RelRoot plan() {
    CatalogSchema root = new CatalogSchema(catalog, null, SharedNames.areJoined(parsed));
    SqlNode statement = new TableRewrite(sql, catalog, root, planned).rewrite(parsed);
    TypeFactory types = new TypeFactory();
    CalciteCatalogReader reader = reader(CatalogSchema.whole(catalog, root), types);
    SqlValidator validator = new StatementValidator(Operators.TABLE, reader, types, VALIDATOR);
    try {
      SqlNode validated = validator.validate(statement);
      return convert(validator, reader, types).convertQuery(validated, false, true);
    } catch (CalciteContextException e) {
      throw new Diagnosis(sql, catalog).of(e);
    }
  }

  private static CalciteCatalogReader reader(CalciteSchema schema, TypeFactory types) {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
    return new CalciteCatalogReader(
        schema, List.of(), types, new CalciteConnectionConfigImpl(properties));
  }

  private SqlToRelConverter convert(
      SqlValidator validator, CalciteCatalogReader reader, TypeFactory types) {
    Context context = Contexts.of(reader.getConfig(), planned);
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
