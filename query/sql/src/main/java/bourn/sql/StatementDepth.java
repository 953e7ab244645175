package bourn.sql;

import bourn.engine.QueryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/**
 * Refuses statements that nest too deep, before anything recursive is done with them: the time that
 * planning takes grows faster than their depth. A sum of terms nests as deep as it has terms.
 */
final class StatementDepth {

  private static final int MOST_DEPTH = 300;

  private record Nested(SqlNode node, int depth) {}

  private StatementDepth() {}

  /**
   * Returns {@code statement} if it nests at most {@value #MOST_DEPTH} deep.
   *
   * @throws QueryException if it nests deeper
   */
  static SqlNode checked(SqlNode statement) {
    Deque<Nested> pending = new ArrayDeque<>();
    pending.push(new Nested(statement, 1));
    while (!pending.isEmpty()) {
      Nested next = pending.pop();
      if (next.depth() > MOST_DEPTH) {
        throw SqlErrors.wrong(
            "too-deep",
            "expressions nest, and sums have terms in a row, at most " + MOST_DEPTH + " deep");
      }
      for (SqlNode child : children(next.node())) {
        if (child != null) {
          pending.push(new Nested(child, next.depth() + 1));
        }
      }
    }
    return statement;
  }

  private static List<? extends @Nullable SqlNode> children(SqlNode node) {
    return switch (node) {
      case SqlCall call -> call.getOperandList();
      case SqlNodeList list -> list.getList();
      default -> List.of();
    };
  }
}
