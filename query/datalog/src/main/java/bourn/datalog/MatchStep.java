package bourn.datalog;

import java.util.HashSet;
import java.util.Set;

/** Joins the rows that one pattern matches, or several about one entity. */
record MatchStep(Match match, String written, Place place) implements Step {

  @Override
  public Set<String> needs() {
    return Set.of();
  }

  @Override
  public Set<String> mentions() {
    return match.variables();
  }

  @Override
  public boolean narrows() {
    return false;
  }

  @Override
  public double estimate(Tuples current) {
    return current.unit() ? match.estimate() : match.joined(current);
  }

  @Override
  public double work() {
    return match.estimate();
  }

  @Override
  public Tuples apply(Tuples current, Set<String> wanted) {
    if (current.unit()) {
      return match.tuples(wanted);
    }
    Set<String> useful = new HashSet<>(wanted);
    useful.addAll(current.columns());
    return current.join(match.tuples(useful), wanted, match.joined(current));
  }
}
