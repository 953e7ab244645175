package bourn.sql;

import bourn.kernel.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plans of the statements asked most lately of one catalog. Safe for use by several threads.
 */
final class PlanCache {

  private static final int MOST_PLANS = 256;
  private static final int MOST_CHARACTERS = 10_000;

  /** A statement with the values of its parameters, which its plan has for literals. */
  private record Asked(String sql, List<Value> parameters) {}

  private final Map<Asked, Planned> plans = new LinkedHashMap<>(16, 0.75f, true);

  /** Returns the plan of a statement, or null if it is not known. */
  synchronized @Nullable Planned get(String sql, List<Value> parameters) {
    return plans.get(new Asked(sql, parameters));
  }

  /** Keeps the plan of a statement if it is good for another time. */
  synchronized void put(String sql, List<Value> parameters, Planned planned) {
    if (planned.lasting() && sql.length() <= MOST_CHARACTERS) {
      plans.put(new Asked(sql, List.copyOf(parameters)), planned);
      if (plans.size() > MOST_PLANS) {
        plans.remove(plans.keySet().iterator().next());
      }
    }
  }
}
