package bourn.sql;

import bourn.engine.QueryException;
import java.util.function.Supplier;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.parser.SqlParseException;

/** A view as Calcite's planner sees it: the operators of its query. */
final class CatalogView extends AbstractTable implements TranslatableTable {

  private final View view;
  private final Statement statement;

  CatalogView(View view, Statement statement) {
    this.view = view;
    this.statement = statement;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    return within(() -> planner().rowType((TypeFactory) factory));
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    return within(() -> new Unplaced().visit(planner().plan(context.getCluster()).project()));
  }

  private SqlPlanner planner() {
    SqlText source = SqlText.of(Parsing.unterminated(view.sql()));
    try {
      Parsing parsing = Parsing.of(source);
      return new SqlPlanner(parsing.statement(), parsing.text(), view.catalog(), statement);
    } catch (SqlParseException e) {
      throw source.placed(new Diagnosis(source.parsed(), view.catalog()).of(e));
    }
  }

  /** What is wrong in a view is said of the view. */
  private <T> T within(Supplier<T> planning) {
    statement.enter(view.name());
    try {
      return planning.get();
    } catch (QueryException e) {
      String message = String.valueOf(e.getMessage());
      QueryException within =
          message.startsWith("in the view ")
              ? e
              : new QueryException(
                  e.code(),
                  "in the view " + view.name() + ": " + message,
                  e.query(),
                  e.position(),
                  e.hint());
      throw within;
    } finally {
      statement.leave();
    }
  }
}
