package bourn.datalog;

import bourn.engine.Nearest;
import bourn.engine.Source;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is still to be done to the columns of a query that pulls. */
final class Pulls {

  private Pulls() {}

  /** Returns for each column what makes its values of the engine's, or null where nothing does. */
  static List<@Nullable Finishing> finishing(ParsedQuery query, Scope scope) {
    List<@Nullable Finishing> finishing = new ArrayList<>();
    for (FindElement element : query.find()) {
      finishing.add(element instanceof FindElement.Pulled pulled ? finishing(pulled, scope) : null);
    }
    return finishing;
  }

  private static Finishing finishing(FindElement.Pulled pulled, Scope scope) {
    Source source = scope.facts(pulled.source(), pulled.place());
    Puller puller = new Puller(source, pattern(pulled, scope));
    Map<Value, Value> kept = new HashMap<>();
    return (entity, guard) -> {
      synchronized (kept) {
        return kept.computeIfAbsent(entity, e -> puller.pull(e, guard));
      }
    };
  }

  private static PullPattern pattern(FindElement.Pulled pulled, Scope scope) {
    String name = pulled.pattern().symbol();
    if (name == null) {
      return PullParser.parse(pulled.pattern(), scope.functions());
    }
    Value given = scope.constants().get(name);
    if (given == null) {
      throw pulled
          .pattern()
          .place()
          .wrong(
              "unbound",
              "the pull pattern " + name + " is not given",
              Nearest.hint(name, scope.constants().keySet()));
    }
    return PullParser.parse(
        given instanceof Value.Text(String text) ? Query.read(text) : Node.of(given),
        scope.functions());
  }
}
