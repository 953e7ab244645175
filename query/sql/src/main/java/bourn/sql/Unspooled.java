package bourn.sql;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Spool;

/** Leaves out what only says that rows are kept, which a recursion does by itself. */
final class Unspooled extends RelHomogeneousShuttle {

  @Override
  public RelNode visit(RelNode rel) {
    return rel instanceof Spool spool ? visit(spool.getInput()) : super.visit(rel);
  }
}
