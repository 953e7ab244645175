package bourn.datalog;

import bourn.datoms.Attribute;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.List;

/** Entities named by a unique attribute and its value, where no pattern resolves them. */
final class LookupRefs {

  private LookupRefs() {}

  /** Returns {@code invoke} with entities in place of the lookup refs among its arguments. */
  static Clause.Invoke resolved(Clause.Invoke invoke, Scope scope) {
    return scope.sources().get(invoke.source()) instanceof Matched.Facts(Source source)
        ? new Clause.Invoke(
            invoke.source(),
            invoke.rule(),
            invoke.arguments().stream().map(term -> resolved(term, source, scope)).toList(),
            invoke.place())
        : invoke;
  }

  private static Term resolved(Term term, Source source, Scope scope) {
    if (!(scope.constant(term) instanceof Value.Items(List<Value> items))
        || items.size() != 2
        || !(items.getFirst() instanceof Keyword ident)) {
      return term;
    }
    scope.planning().notes().unkept();
    Attribute declared = source.declared(ident);
    Value entity =
        declared == null || declared.unique() == null
            ? null
            : source.entity(new Value.Items(items));
    return entity == null ? term : new Term.Constant(entity, term.place());
  }
}
