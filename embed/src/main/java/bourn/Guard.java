package bourn;

import bourn.kernel.Value;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query has to find for a commit to happen.
 *
 * @param query as EDN text
 * @param inputs as {@link Bourn#query} takes them; a stream among them stands for all of it at the
 *     moment of the commit
 * @param expected what it has to find, as {@link bourn.datalog.QueryResult#toValue} says it; null
 *     when it has to find nothing
 */
public record Guard(String query, List<Object> inputs, @Nullable Value expected) {

  public Guard {
    inputs = List.copyOf(inputs);
  }

  /** Returns a guard that the query finds nothing. */
  public static Guard nothing(String query, Object... inputs) {
    return new Guard(query, Arrays.asList(inputs), null);
  }

  /** Returns a guard that the query finds what it found before. */
  public static Guard same(Value found, String query, Object... inputs) {
    return new Guard(query, Arrays.asList(inputs), found);
  }
}
