package bourn.sql;

import bourn.engine.QueryException;
import java.util.Arrays;

/**
 * A statement as it was written and as the parser gets it, which knows fewer forms.
 *
 * @param parsed what the parser gets
 * @param places where each character of {@code parsed} stands in {@code written}, and last its end;
 *     empty where both are the same
 */
record SqlText(String written, String parsed, int[] places) {

  /**
   * Returns {@code written} with the forms that the parser does not know as forms that it does.
   *
   * @throws QueryException if one of them is wrong
   */
  static SqlText of(String written) {
    SqlPieces pieces = SqlPieces.of(written);
    if (pieces == null) {
      return new SqlText(written, written, new int[0]);
    }
    Refusals.check(pieces, written);
    JsonTables.rewrite(pieces, written);
    CastSigns.rewrite(pieces, written);
    return pieces.text(written);
  }

  /** Returns this with {@code inserted} before the character of the parsed text at {@code at}. */
  SqlText insert(int at, String inserted) {
    int length = inserted.length();
    int[] moved = new int[parsed.length() + length + 1];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = place(i < at ? i : Math.max(at, i - length));
    }
    return new SqlText(written, parsed.substring(0, at) + inserted + parsed.substring(at), moved);
  }

  /** Returns where the character of the parsed text at {@code position} was written. */
  int place(int position) {
    return places.length == 0 || position < 0
        ? position
        : places[Math.min(position, places.length - 1)];
  }

  /** Returns {@code e}, which may be about a place in the parsed text, about that as written. */
  QueryException placed(QueryException e) {
    if (places.length == 0 || !parsed.equals(e.query())) {
      return e;
    }
    QueryException placed =
        new QueryException(
            e.code(), String.valueOf(e.getMessage()), written, place(e.position()), e.hint());
    placed.initCause(e);
    return placed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SqlText text
        && written.equals(text.written)
        && parsed.equals(text.parsed)
        && Arrays.equals(places, text.places);
  }

  @Override
  public int hashCode() {
    return written.hashCode();
  }
}
