package bourn.datalog;

import bourn.kernel.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query, read.
 *
 * @param keys the keys of the maps wanted instead of tuples, or null
 * @param having what must be true of a row of what is found
 * @param rules the rules that the query brings itself, beside those given for {@code %}
 */
record ParsedQuery(
    FindShape shape,
    List<FindElement> find,
    @Nullable List<Value> keys,
    List<Term.Variable> with,
    List<Input> inputs,
    List<Clause> where,
    Map<String, List<Rule>> rules,
    List<Formula> having,
    Window window,
    Place place) {

  ParsedQuery {
    find = List.copyOf(find);
    with = List.copyOf(with);
    inputs = List.copyOf(inputs);
    where = List.copyOf(where);
    having = List.copyOf(having);
  }
}
