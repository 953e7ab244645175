package bourn.sql;

import bourn.engine.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The text that is planned, for messages about places in it. */
record Statement(String sql) {

  /** Returns the statement that {@code rel} is of. */
  static Statement of(RelNode rel) {
    return rel.getCluster().getPlanner().getContext().unwrapOrThrow(Statement.class);
  }

  /** Returns {@code function} as one that says, when it fails, that it stands at {@code place}. */
  Function located(Function function, SqlParserPos place) {
    int position = SqlErrors.position(sql, place.getLineNum(), place.getColumnNum());
    return position < 0 ? function : new Located(function, this, position);
  }
}
