package bourn.sql;

import bourn.engine.Function;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.schema.TransientTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What is planned: its text, for messages about places in it, and the numbers of its recursions.
 */
final class Statement {

  private final String sql;
  private final List<TransientTable> recursions = new ArrayList<>();

  Statement(String sql) {
    this.sql = sql;
  }

  String sql() {
    return sql;
  }

  /** Returns the statement that {@code rel} is of. */
  static Statement of(RelNode rel) {
    return rel.getCluster().getPlanner().getContext().unwrapOrThrow(Statement.class);
  }

  /** Returns the number of the recursion whose rows {@code table} stands for. */
  int id(RelOptTable table) {
    TransientTable rows = table.unwrapOrThrow(TransientTable.class);
    for (int id = 0; id < recursions.size(); id++) {
      if (recursions.get(id) == rows) {
        return id;
      }
    }
    recursions.add(rows);
    return recursions.size() - 1;
  }

  /** Returns {@code function} as one that says, when it fails, that it stands at {@code place}. */
  Function located(Function function, SqlParserPos place) {
    int position = SqlErrors.position(sql, place.getLineNum(), place.getColumnNum());
    return position < 0 ? function : new Located(function, this, position);
  }
}
