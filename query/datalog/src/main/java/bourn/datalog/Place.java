package bourn.datalog;

import bourn.engine.QueryException;
import bourn.kernel.Keyword;
import org.jspecify.annotations.Nullable;

/**
 * Where in a query something stands.
 *
 * @param text the text of the query, or null when the query was given as data
 * @param position the index in the text, or -1
 */
record Place(@Nullable String text, int position) {

  /** No place in particular. */
  static final Place NONE = new Place(null, -1);

  /** Returns the exception that says what is wrong here. */
  QueryException wrong(String code, String message) {
    return wrong(code, message, null);
  }

  /** Returns the exception that says what is wrong here, and what to do. */
  QueryException wrong(String code, String message, @Nullable String hint) {
    return new QueryException(Keyword.of("query/" + code), message, text, position, hint);
  }
}
