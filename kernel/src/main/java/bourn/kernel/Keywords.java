package bourn.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the keyword of some bytes, mostly without making a string of them. */
final class Keywords {

  /*
   * Threads race on the table. That is safe: a place holds null or a whole, immutable entry, and
   * whoever finds another entry there than the one it wants makes its keyword anew.
   */

  private static final int PLACES = 8_192;
  private static final @Nullable Known[] TABLE = new Known[PLACES];

  private record Known(byte[] bytes, Keyword keyword) {}

  private Keywords() {}

  /** Returns the keyword whose name is these bytes in UTF-8, or null when they are no name. */
  static @Nullable Keyword of(byte[] bytes, int start, int length) {
    int place = placeOf(bytes, start, length);
    Known known = TABLE[place];
    if (known != null
        && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, start, start + length)) {
      return known.keyword;
    }
    String name = Utf8.read(bytes, start, length);
    if (name == null) {
      return null;
    }
    Keyword keyword = Keyword.of(name);
    TABLE[place] = new Known(Arrays.copyOfRange(bytes, start, start + length), keyword);
    return keyword;
  }

  private static int placeOf(byte[] bytes, int start, int length) {
    int hash = length;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ hash >>> 15) & PLACES - 1;
  }
}
