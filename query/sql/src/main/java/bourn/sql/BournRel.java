package bourn.sql;

import bourn.engine.Plan;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.RelNode;

/** An operator that the engine runs as it is: one of the convention {@link #BOURN}. */
interface BournRel extends RelNode {

  Convention BOURN = new Convention.Impl("BOURN", BournRel.class);

  /** Returns what the engine is to run. */
  Plan plan();

  /** Returns the plan of an input of an operator of this convention. */
  static Plan plan(RelNode input) {
    return ((BournRel) input).plan();
  }
}
