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
  static final Set<String> NAMES = Set.of("get-else", "get-some", "missing?");

  private SourceFunctions() {}

  /** Returns the clauses that {@code clause} is another way to write, or null if it is none. */
  static @Nullable List<Clause> rewrite(Clause clause, Scope scope) {
    return switch (clause) {
      case Clause.Predicate(Call call, Place place) when NAMES.contains(call.function()) ->
          List.of(missing(call, place));
      case Clause.Bind(Call call, Binding binding, Place place)
          when NAMES.contains(call.function()) ->
          List.of(
              switch (call.function()) {
                case "get-else" -> getElse(call, binding, place);
                case "get-some" -> getSome(call, binding, scope);
                default ->
                    throw place.wrong("malformed", "missing? binds nothing", "as [" + call + "]");
              });
      default -> null;
    };
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
