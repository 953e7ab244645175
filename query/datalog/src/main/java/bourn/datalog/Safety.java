package bourn.datalog;

import bourn.engine.Nearest;
import bourn.engine.QueryException;
import java.util.Collection;
import java.util.regex.Pattern;

/** What is wrong with a variable that has no values. */
final class Safety {

  private static final Pattern SUFFIX = Pattern.compile(" ~\\d+");

  private Safety() {}

  /**
   * Returns the exception that says that {@code variable} is never bound.
   *
   * @param bindable the variables that are
   */
  static QueryException unbound(
      String variable, String where, Place place, Collection<String> bindable) {
    String shown = shown(variable);
    return place.wrong(
        "unbound",
        "the variable "
            + shown
            + " is never bound"
            + (where.isEmpty() ? "" : " in " + written(where)),
        Nearest.hint(
            shown,
            bindable.stream().filter(name -> name.startsWith("?")).map(Safety::shown).toList()));
  }

  /**
   * Returns clauses as they were written: variables of rules that were written out have suffixes.
   */
  static String written(String clauses) {
    return SUFFIX.matcher(clauses).replaceAll("");
  }

  /** A variable of a rule that was written out carries a suffix of ours. */
  private static String shown(String variable) {
    int blank = variable.indexOf(' ', 1);
    return blank < 0 ? variable : variable.substring(0, blank);
  }
}
