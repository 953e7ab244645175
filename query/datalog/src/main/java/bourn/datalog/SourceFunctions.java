package bourn.datalog;

import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions that look into a source: each is another way to write patterns. */
final class SourceFunctions {

  /** Their names. */
  static final Set<String> NAMES = Set.of("get-else", "get-some", "missing?", "meta", "derived?");

  /** The terms of a pattern over facts that say what describes them. */
  private static final int MOST_TERMS = 7;

  private SourceFunctions() {}

  /** Returns the clauses that {@code clause} is another way to write, or null if it is none. */
  static @Nullable List<Clause> rewrite(Clause clause, Scope scope) {
    return switch (clause) {
      case Clause.Predicate(Call call, Place place) when NAMES.contains(call.function()) ->
          List.of(
              call.function().equals("derived?")
                  ? described(call, scope, List.of(new Term.Constant(Value.of(true), place)))
                  : missing(call, place));
      case Clause.Bind(Call call, Binding binding, Place place)
          when NAMES.contains(call.function()) ->
          List.of(
              switch (call.function()) {
                case "get-else" -> getElse(call, binding, place);
                case "get-some" -> getSome(call, binding, scope);
                case "meta" -> meta(call, binding, scope);
                default ->
                    throw place.wrong(
                        "malformed", call.function() + " binds nothing", "as [" + call + "]");
              });
      default -> null;
    };
  }

  /** The entity that describes a fact: that of its pattern, which is not 0. */
  private static Clause meta(Call call, Binding binding, Scope scope) {
    Place place = call.place();
    Term.Variable found = new Term.Variable("?meta ", place);
    Call some = new Call("<", List.of(new Term.Constant(Value.of(0), place), found), place);
    List<Clause> there =
        List.of(
            described(call, scope, List.of(found)),
            new Clause.Predicate(some, place),
            identity(found, binding, place));
    return or(call, binding, List.of(there));
  }

  /** Returns a pattern over the fact that {@code call} is about, with what is said of it. */
  private static Clause described(Call call, Scope scope, List<Term> meta) {
    require(call, 4, 4, "(" + call.function() + " $ ?entity :attribute ?value)");
    if (scope.facts(source(call), call.place()).datoms().columns().size() < MOST_TERMS) {
      throw call.place()
          .wrong(
              "malformed",
              call.function() + " needs a database of a datom stream",
              "other facts are described by their events");
    }
    List<Term> terms = new ArrayList<>(call.arguments().subList(1, 4));
    while (terms.size() < (call.function().equals("meta") ? 5 : 6)) {
      terms.add(new Term.Blank(call.place()));
    }
    terms.addAll(meta);
    return new Clause.Pattern(source(call), terms, call.place());
  }

  private static Clause missing(Call call, Place place) {
    if (!call.function().equals("missing?")) {
      throw place.wrong(
          "malformed", call.function() + " needs a binding", "as [" + call + " ?value]");
    }
    require(call, 3, 3, "(missing? $ ?entity :attribute)");
    return not(call, 2);
  }

  private static Clause getElse(Call call, Binding binding, Place place) {
    require(call, 4, 4, "(get-else $ ?entity :attribute default)");
    Term fallback = call.arguments().get(3);
    if (fallback instanceof Term.Constant(Value value, Place at) && value instanceof Value.Nil) {
      throw at.wrong("malformed", "the default of get-else must not be nil");
    }
    Term.Variable found = new Term.Variable("?value ", place);
    List<Clause> there = List.of(pattern(call, 2, found), identity(found, binding, place));
    List<Clause> absent = List.of(not(call, 2), identity(fallback, binding, place));
    return or(call, binding, List.of(there, absent));
  }

  private static Clause getSome(Call call, Binding binding, Scope scope) {
    require(call, 3, 100, "(get-some $ ?entity :attribute ...)");
    Source source = scope.facts(source(call), call.place());
    Term.Variable found = new Term.Variable("?value ", call.place());
    List<List<Clause>> branches = new ArrayList<>();
    List<Clause> absent = new ArrayList<>();
    for (int i = 2; i < call.arguments().size(); i++) {
      List<Clause> branch = new ArrayList<>(absent);
      branch.add(pattern(call, i, found));
      Term attribute = call.arguments().get(i);
      Value entity =
          scope.constant(attribute) instanceof Keyword ident ? source.attribute(ident) : null;
      Term known = entity == null ? attribute : new Term.Constant(entity, attribute.place());
      branch.add(
          new Clause.Bind(
              new Call("tuple", List.of(known, found), call.place()), binding, call.place()));
      branches.add(branch);
      absent.add(not(call, i));
    }
    return or(call, binding, branches);
  }

  private static Clause or(Call call, Binding binding, List<List<Clause>> branches) {
    Map<String, Term.Variable> joined = new LinkedHashMap<>();
    call.variables(variable -> joined.putIfAbsent(variable.name(), variable));
    List<Term.Variable> required = List.copyOf(joined.values());
    binding.variables(variable -> joined.putIfAbsent(variable.name(), variable));
    return new Clause.Or(required, List.copyOf(joined.values()), branches, call.place());
  }

  private static Clause not(Call call, int attribute) {
    return new Clause.Not(null, List.of(pattern(call, attribute, null)), call.place());
  }

  private static Clause pattern(Call call, int attribute, Term.@Nullable Variable value) {
    List<Term> terms =
        new ArrayList<>(List.of(call.arguments().get(1), call.arguments().get(attribute)));
    if (value != null) {
      terms.add(value);
    }
    return new Clause.Pattern(source(call), terms, call.place());
  }

  private static Clause identity(Term term, Binding binding, Place place) {
    return new Clause.Bind(new Call("identity", List.of(term), place), binding, place);
  }

  private static String source(Call call) {
    return call.arguments().getFirst().toString();
  }

  private static void require(Call call, int least, int most, String form) {
    int count = call.arguments().size();
    if (count < least || count > most) {
      throw call.place()
          .wrong(
              "wrong-arity",
              call.function()
                  + " takes "
                  + least
                  + (most > least ? " or more" : "")
                  + " arguments, found "
                  + count,
              "as [" + form + "]");
    }
    if (!(call.arguments().getFirst() instanceof Term.SourceName)) {
      throw call.arguments()
          .getFirst()
          .place()
          .wrong(
              "malformed",
              call.function() + " takes a source first, found " + call.arguments().getFirst(),
              "as [" + form + "]");
    }
  }
}
