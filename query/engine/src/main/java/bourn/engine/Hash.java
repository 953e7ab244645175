package bourn.engine;

import bourn.columns.Column;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of words with their kinds, the same whether a column is uniform or mixed. The high bits
 * are the good ones.
 */
final class Hash {

  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private Hash() {}

  static int of(int tag, long word) {
    return (int) (((word + (long) tag * 0x632B_E59B_D9B4_E019L) * GOLDEN) >>> 32);
  }

  static int and(int hash, int tag, long word) {
    return (Integer.rotateLeft(hash, 7) ^ of(tag, word)) * 0x9E37_79B1;
  }

  /** Sets {@code hashes[i]} to the hash of row {@code rows[i]}, or of row {@code i}. */
  static void rows(Column[] columns, int @Nullable [] rows, int count, int[] hashes) {
    if (columns.length == 0) {
      Arrays.fill(hashes, 0, count, 0);
      return;
    }
    first(columns[0], rows, count, hashes);
    for (int c = 1; c < columns.length; c++) {
      next(columns[c], rows, count, hashes);
    }
  }

  private static void first(Column column, int @Nullable [] rows, int count, int[] hashes) {
    long[] words = column.words();
    int start = column.start();
    byte[] kinds = column.kinds();
    int uniform = kinds == null ? column.kind().tag() : 0;
    for (int i = 0; i < count; i++) {
      int row = start + (rows == null ? i : rows[i]);
      hashes[i] = of(kinds == null ? uniform : kinds[row], words[row]);
    }
  }

  private static void next(Column column, int @Nullable [] rows, int count, int[] hashes) {
    long[] words = column.words();
    int start = column.start();
    byte[] kinds = column.kinds();
    int uniform = kinds == null ? column.kind().tag() : 0;
    for (int i = 0; i < count; i++) {
      int row = start + (rows == null ? i : rows[i]);
      hashes[i] = and(hashes[i], kinds == null ? uniform : kinds[row], words[row]);
    }
  }
}
