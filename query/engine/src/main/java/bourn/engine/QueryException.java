package bourn.engine;

import bourn.kernel.Keyword;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a query cannot be answered: it is wrong, or it exceeds its budget. Says what, where
 * and what to do.
 */
public final class QueryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Keyword code;
  private final @Nullable String query;
  private final int position;
  private final @Nullable String hint;

  /** Makes an exception about no place in particular. */
  public QueryException(Keyword code, String message) {
    this(code, message, null, -1, null);
  }

  /**
   * Makes an exception about a place in a query.
   *
   * @param code what is wrong, as {@code :query/unknown-attribute}
   * @param query the text of the query, or null
   * @param position the index in the text at which it is wrong, or -1
   * @param hint what to do, as {@code did you mean :person/name?}, or null
   */
  public QueryException(
      Keyword code, String message, @Nullable String query, int position, @Nullable String hint) {
    super(message);
    this.code = code;
    this.query = query;
    this.position = position;
    this.hint = hint;
  }

  /** Returns what is wrong, as a keyword. */
  public Keyword code() {
    return code;
  }

  /** Returns the text of the query, or null. */
  public @Nullable String query() {
    return query;
  }

  /** Returns the index in the text at which it is wrong, or -1. */
  public int position() {
    return position;
  }

  /** Returns what to do, or null. */
  public @Nullable String hint() {
    return hint;
  }

  /** Returns the message, the line of the query with a caret under the place, and the hint. */
  public String explain() {
    return QueryText.explain(this);
  }
}
