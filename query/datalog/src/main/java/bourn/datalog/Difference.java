package bourn.datalog;

import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.engine.Budget;
import bourn.engine.Guard;
import bourn.engine.HostFunctions;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.index.Report;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a transaction changes of the result of one query. */
final class Difference {

  /*
   * A row can only appear or disappear where one of its derivations, before or after, meets a datom
   * of the transaction in one of the query's patterns. So: bind the variables of each pattern to
   * those datoms, find with that the keys of all rows that can have changed, before and after, and
   * then ask for the rows of those keys, before and after. Keys are the variables that tell rows
   * apart, of aggregates those that tell groups apart.
   */

  private static final int MOST_DATOMS = 10_000;

  private final DatomStream stream;
  private final Query query;
  private final List<Object> inputs;
  private final Budget budget;
  private final HostFunctions functions;

  Difference(
      DatomStream stream, Query query, List<?> inputs, Budget budget, HostFunctions functions) {
    this.stream = stream;
    this.query = query;
    this.inputs = new ArrayList<>(inputs);
    this.budget = budget;
    this.functions = functions;
    if (!this.inputs.contains(stream)) {
      throw query
          .parsed()
          .place()
          .wrong("inputs", "a live query needs its stream among its inputs");
    }
  }

  /** Refuses a query that is wrong. */
  void check(Database database) {
    Datalog.explain(query, given(database), functions);
  }

  QueryResult result(Database database) {
    return Datalog.query(query, given(database), budget, functions);
  }

  private List<Object> given(Database database) {
    List<Object> given = new ArrayList<>(inputs);
    given.replaceAll(input -> stream.equals(input) ? database : input);
    return given;
  }

  /** Returns what the transaction of {@code report} changes. */
  Change of(Report report) {
    Tuples keys = keys(report);
    Set<List<Value>> before = rows(report.before(), keys);
    Set<List<Value>> after = rows(report.after(), keys);
    Set<List<Value>> added = new HashSet<>(after);
    added.removeAll(before);
    before.removeAll(after);
    return new Change(report.t(), report.after(), added, before, keys == null);
  }

  private Set<List<Value>> rows(Database database, @Nullable Tuples keys) {
    if (keys != null && keys.empty()) {
      return new HashSet<>();
    }
    return new HashSet<>(asked(query, database, keys).rows());
  }

  private QueryResult asked(Query asked, Database database, @Nullable Tuples given) {
    Guard guard = Datalog.guard(asked, budget);
    Inputs bound = new Inputs(asked.parsed(), given(database), functions, guard);
    if (given != null) {
      bound.restrict(given);
    }
    return Datalog.asked(asked, bound, guard);
  }

  /** Returns the keys of the rows that can have changed, or null when that is not known. */
  private @Nullable Tuples keys(Report report) {
    if (report.datoms().size() > MOST_DATOMS
        || report.datoms().stream().anyMatch(Difference::schema)) {
      return null;
    }
    Guard guard = Datalog.guard(query, budget);
    Inputs bound = new Inputs(query.parsed(), given(report.after()), functions, guard);
    Scope scope = bound.scope(new Planning(guard));
    List<String> names = names(scope);
    Set<String> live = live();
    List<Tuples> touched =
        names.isEmpty() ? null : new Touched(query.parsed(), scope, live).by(report.datoms());
    if (touched == null) {
      return null;
    }
    Query finding = Query.finding(names, query);
    Set<List<Value>> keys = new LinkedHashSet<>();
    for (Tuples rows : touched) {
      asked(finding, report.before(), rows).forEach(keys::add);
      asked(finding, report.after(), rows).forEach(keys::add);
    }
    return Tuples.rows(names, List.copyOf(keys));
  }

  /** Changes of names and schemas change what the query means. */
  private static boolean schema(Datom datom) {
    return EntityIds.SCHEMA <= datom.attribute()
        && datom.attribute() < EntityIds.FIRST_ATTRIBUTE
        && datom.attribute() != BuiltIn.TX_INSTANT;
  }

  private List<String> names(Scope scope) {
    Set<String> names = new LinkedHashSet<>();
    query.parsed().find().forEach(element -> element.keys(variable -> names.add(variable.name())));
    names.removeAll(scope.constants().keySet());
    return List.copyOf(names);
  }

  /** Returns the names of the sources that the stream is. */
  private Set<String> live() {
    Set<String> live = new HashSet<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (stream.equals(inputs.get(i))) {
        live.add(query.parsed().inputs().get(i).toString());
      }
    }
    return live;
  }
}
