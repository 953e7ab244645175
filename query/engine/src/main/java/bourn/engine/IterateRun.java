package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Sink;
import java.util.List;

/** One run of one iteration: every round runs the step on the rows that came last. */
final class IterateRun {

  /*
   * The rows of a round become a relation of their own, so that a join in the step may index them;
   * what does not change from round to round is indexed once, as in a fixpoint.
   */

  private final Plan.Iterate plan;
  private final Execution execution;
  private final Codes codes;
  private final Guard guard;
  private final List<Variants.Versions> versions;

  IterateRun(Plan.Iterate plan, Execution execution, Codes codes, Guard guard) {
    this.plan = plan;
    this.execution = execution;
    this.codes = codes;
    this.guard = guard;
    this.versions = List.of(new Variants.Versions(plan.id(), plan.id(), plan.id()));
  }

  /** Passes rows on as they come, so that one who wants no more ends the iteration. */
  boolean run(Sink sink) {
    boolean outermost = begin();
    boolean more = plan.distinct() ? distinct(sink) : all(sink);
    end(outermost);
    return more;
  }

  private boolean distinct(Sink sink) {
    Plan.Relation shape = new Plan.Relation(plan.id(), plan.base(), plan.step());
    Relation found = new Relation(shape, codes, guard);
    Relation.View fresh = new Relation.View(found);
    execution.push(plan.base(), found.sink());
    boolean more = true;
    for (int round = 1; more && moveOn(fresh, found); round++) {
      guard.round(round);
      more = found.rows().emit(fresh.from(), fresh.until(), sink);
      if (more) {
        execution.show(plan.id(), fresh);
        execution.push(plan.step(), found.sink());
      }
    }
    found.release();
    return more;
  }

  private static boolean moveOn(Relation.View fresh, Relation found) {
    fresh.move(fresh.until(), found.advance());
    return fresh.count() > 0;
  }

  private boolean all(Sink sink) {
    Relation last = Relation.of(execution.collect(plan.base()));
    boolean more = true;
    for (int round = 1; more && last.rows().count() > 0; round++) {
      guard.round(round);
      more = last.rows().emit(0, last.rows().count(), sink);
      if (more) {
        last = next(last);
      }
    }
    last.release();
    return more;
  }

  private Relation next(Relation last) {
    Relation.View view = new Relation.View(last);
    view.move(0, last.rows().count());
    execution.show(plan.id(), view);
    Relation next = Relation.of(execution.collect(plan.step()));
    last.release();
    return next;
  }

  private boolean begin() {
    boolean outermost = !execution.looping();
    execution.begin(versions);
    return outermost;
  }

  private void end(boolean outermost) {
    execution.end(versions);
    execution.hide(versions.getFirst());
    assert outermost != execution.looping() : "what grows around it still does";
  }
}
