package bourn.engine;

/** Shows where in a query something is wrong. */
final class QueryText {

  private static final int WIDTH = 100;

  private QueryText() {}

  static String explain(QueryException wrong) {
    StringBuilder out = new StringBuilder(String.valueOf(wrong.getMessage()));
    String query = wrong.query();
    if (query != null && wrong.position() >= 0) {
      out.append("\n\n").append(caret(query, Math.min(wrong.position(), query.length())));
    }
    if (wrong.hint() != null) {
      out.append("\n\n").append(wrong.hint());
    }
    return out.toString();
  }

  /** The line of the query around the position, cut to a screen's width, with a caret below. */
  private static String caret(String query, int position) {
    int lineStart = query.lastIndexOf('\n', position - 1) + 1;
    int lineEnd = query.indexOf('\n', position);
    lineEnd = lineEnd < 0 ? query.length() : lineEnd;
    int from = Math.max(lineStart, position - WIDTH * 2 / 3);
    int until = Math.min(lineEnd, from + WIDTH);
    return "  "
        + query.substring(from, until).replace('\t', ' ')
        + "\n  "
        + " ".repeat(position - from)
        + "^";
  }
}
