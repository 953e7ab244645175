package bourn.sql;

import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Finds joins by columns that both sides call alike: there nothing may be hidden. */
final class SharedNames extends SqlShuttle {

  private boolean joined;

  private SharedNames() {}

  /**
   * Returns whether {@code statement} has a join that is {@code NATURAL} or {@code USING} names.
   */
  static boolean areJoined(SqlNode statement) {
    SharedNames names = new SharedNames();
    statement.accept(names);
    return names.joined;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    joined |=
        call instanceof SqlJoin join
            && (join.isNatural() || join.getConditionType() == JoinConditionType.USING);
    return super.visit(call);
  }
}
