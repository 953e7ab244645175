package bourn.datalog;

import bourn.engine.Guard;
import bourn.engine.Plan;
import bourn.engine.Source;
import bourn.kernel.Value;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * SQL, as Datalog asks it with {@code [(sql "SELECT ...") [[?a ?b]]]}. Found as a service: whoever
 * has {@code bourn-sql} on the class path has it.
 */
public interface EmbeddedSql {

  /**
   * Returns how {@code sql} is answered, as a part of the plan of a query.
   *
   * @param sources by the names under which the statement knows them as tables and schemas
   * @param parameters the values of the parameters of the statement, in order
   * @param ids numbers what is shared, or recursive, in the whole plan
   * @throws bourn.engine.QueryException if the statement is wrong, or does more than read
   */
  Answering plan(
      String sql,
      Map<String, Source> sources,
      List<Value> parameters,
      Guard guard,
      IntSupplier ids);

  /**
   * What gives the rows.
   *
   * @param estimate about how many there are
   */
  record Answering(Plan plan, double estimate) {}
}
