package bourn.sql;

import bourn.engine.QueryException;
import java.util.List;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.plan.Context;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
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
    TypeFactory types = new TypeFactory();
    Context context = Contexts.of(config(), planned);
    RelOptCluster cluster = RelOptCluster.create(Physical.planner(context), new RexBuilder(types));
    cluster.setMetadataQuerySupplier(Metadata::new);
    return plan(cluster);
  }

  /** Does as {@link #plan()}, for a part of a statement whose operators are of {@code cluster}. */
  RelRoot plan(RelOptCluster cluster) {
    TypeFactory types = (TypeFactory) cluster.getTypeFactory();
    return validated(
        types,
        (validator, reader, node) ->
            converter(validator, reader, cluster).convertQuery(node, false, true));
  }

  /** Returns the columns of the rows. */
  RelDataType rowType(TypeFactory types) {
    return validated(types, (validator, reader, node) -> validator.getValidatedNodeType(node));
  }

  /** What is done with a statement that is right. */
  private interface Next<T> {
    T of(SqlValidator validator, CalciteCatalogReader reader, SqlNode validated);
  }

  private <T> T validated(TypeFactory types, Next<T> next) {
    CatalogSchema root = new CatalogSchema(catalog, null, SharedNames.areJoined(parsed), planned);
    SqlNode statement = new TableRewrite(sql, catalog, root, planned).rewrite(parsed);
    CalciteCatalogReader reader =
        new CalciteCatalogReader(CatalogSchema.whole(catalog, root), List.of(), types, config());
    SqlValidator validator = new StatementValidator(Operators.TABLE, reader, types, VALIDATOR);
    try {
      return next.of(validator, reader, validator.validate(statement));
    } catch (CalciteContextException e) {
      throw e.getCause() instanceof QueryException known
          ? known
          : new Diagnosis(sql, catalog).of(e);
    }
  }

  private static CalciteConnectionConfig config() {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
    return new CalciteConnectionConfigImpl(properties);
  }

  private static SqlToRelConverter converter(
      SqlValidator validator, CalciteCatalogReader reader, RelOptCluster cluster) {
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
