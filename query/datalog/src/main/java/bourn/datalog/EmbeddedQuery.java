package bourn.datalog;

import bourn.engine.Plan;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import java.util.List;

/**
 * A query as a part of the plan of something else.
 *
 * @param estimate about how many rows it gives
 * @param columns what each column is called and holds
 */
public record EmbeddedQuery(Plan plan, double estimate, List<Column> columns) {

  public EmbeddedQuery {
    columns = List.copyOf(columns);
  }

  /**
   * One column.
   *
   * @param name without a question mark, as {@code name}; of an aggregate that of its function
   */
  public record Column(String name, Holds holds) {}

  /** What is known of the values of a column. */
  public sealed interface Holds {

    /** Values of an attribute. */
    record Values(Source source, Keyword attribute) implements Holds {}

    /** Entities of a source. */
    record Entities(Source source) implements Holds {}

    /** Whole numbers. */
    record Whole() implements Holds {}

    /** Floating point numbers, once they are made such. */
    record Real() implements Holds {}

    /** Anything. */
    record Anything() implements Holds {}
  }
}
