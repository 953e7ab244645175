package bourn.datalog;

import bourn.engine.Nearest;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks, where a query found nothing, for attributes that nothing seen of a source has. */
final class Unseen {

  private Unseen() {}

  static void warn(List<Clause> clauses, Scope scope) {
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Pattern pattern -> warn(pattern, scope);
        case Clause.Or or -> or.branches().forEach(branch -> warn(branch, scope));
        case Clause.Not not -> {}
        case Clause.Invoke invoke -> {}
        case Clause.Predicate predicate -> {}
        case Clause.Bind bind -> {}
      }
    }
  }

  private static void warn(Clause.Pattern pattern, Scope scope) {
    if (pattern.terms().size() > Source.ATTRIBUTE
        && scope.constant(pattern.terms().get(Source.ATTRIBUTE)) instanceof Keyword ident
        && scope.sources().get(pattern.source()) instanceof Matched.Facts(Source source)
        && !source.strict()
        && !source.attributes().contains(ident)) {
      scope.planning().warn(message(pattern, ident, Nearest.attribute(ident, source)));
    }
  }

  /** Returns the warning about a pattern whose attribute is not known. */
  static String message(Clause.Pattern pattern, Keyword ident, @Nullable String hint) {
    return "nothing seen in "
        + pattern.source()
        + " has the attribute "
        + ident
        + " of "
        + pattern
        + (hint == null ? "" : "; " + hint);
  }
}
