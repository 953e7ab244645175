package bourn.datalog;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Joins rows that are planned already: given ones, those of a rule, those of alternatives. */
record RowsStep(Tuples rows, String written, Place place) implements Step {

  @Override
  public Set<String> needs() {
    return Set.of();
  }

  @Override
  public Set<String> mentions() {
    return rows.columns().stream().filter(c -> !c.startsWith(" ")).collect(Collectors.toSet());
  }

  @Override
  public boolean narrows() {
    return false;
  }

  @Override
  public double estimate(Tuples current) {
    return current.unit() ? rows.estimate() : joined(current, rows);
  }

  @Override
  public double work() {
    return rows.estimate();
  }

  @Override
  public Tuples apply(Tuples current, Set<String> wanted) {
    if (current.unit()) {
      return rows.only(wanted);
    }
    Set<String> useful = new HashSet<>(wanted);
    useful.addAll(current.columns());
    return current.join(rows.only(useful), wanted, joined(current, rows));
  }

  static double joined(Tuples left, Tuples right) {
    double product = left.estimate() * right.estimate();
    return left.shared(right).isEmpty()
        ? product
        : product / Math.max(1, Math.max(left.estimate(), right.estimate()));
  }
}
