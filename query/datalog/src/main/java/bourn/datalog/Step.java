package bourn.datalog;

import java.util.Set;

/** Something that a block of clauses does next, once the variables it needs are bound. */
interface Step {

  /** Returns the clauses it stands for, as they would be written. */
  String written();

  /** Returns where it stands. */
  Place place();

  /** Returns the variables that must be bound before. */
  Set<String> needs();

  /** Returns all variables it shares with what is around it. */
  Set<String> mentions();

  /** Returns whether it never gives more rows than it takes, or few, and so had best come early. */
  boolean narrows();

  /** Estimates the rows after it. */
  double estimate(Tuples current);

  /** Estimates the rows it looks at on its own, whatever it is joined with. */
  double work();

  /**
   * Does it.
   *
   * @param wanted the variables that matter afterwards
   */
  Tuples apply(Tuples current, Set<String> wanted);
}
