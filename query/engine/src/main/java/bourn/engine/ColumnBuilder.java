package bourn.engine;

import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Meter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A column that grows. What was added never changes, so columns given out stay valid. */
final class ColumnBuilder {

  private final Meter meter;
  private long[] words = new long[16];
  private byte @Nullable [] kinds;
  private byte kind = Kind.NULL.tag();
  private int size;
  private long counted;

  /** Makes a column of which nobody counts the memory, as it stays short. */
  ColumnBuilder() {
    this(Meter.NONE);
  }

  /** Makes a column that {@code meter} counts as it grows, when it is there twice for a moment. */
  ColumnBuilder(Meter meter) {
    this.meter = meter;
    count((long) words.length * Long.BYTES);
  }

  int size() {
    return size;
  }

  /** Returns the bytes that were counted. */
  long bytes() {
    return counted;
  }

  /** Whether every word has kind {@code tag}; an empty column agrees to anything. */
  boolean uniform(byte tag) {
    return kinds == null && (kind == tag || size == 0);
  }

  /** The words, of which the first {@link #size} count. */
  long[] words() {
    return words;
  }

  boolean same(int row, byte tag, long word) {
    return words[row] == word && (kinds == null ? kind : kinds[row]) == tag;
  }

  void add(byte tag, long word) {
    reserve(1);
    if (kinds == null && tag != kind) {
      turn(tag);
    }
    if (kinds != null) {
      kinds[size] = tag;
    }
    words[size++] = word;
  }

  /** Adds {@code rows} of {@code column}, or its first {@code count}. */
  void addAll(Column column, int @Nullable [] rows, int count) {
    if (count == 0) {
      return;
    }
    reserve(count);
    copyKinds(column, rows, count);
    long[] from = column.words();
    int start = column.start();
    if (rows == null) {
      System.arraycopy(from, start, words, size, count);
    } else {
      for (int i = 0; i < count; i++) {
        words[size + i] = from[start + rows[i]];
      }
    }
    size += count;
  }

  /** Makes room for {@code count} words of kind {@code tag}, to be set before {@link #grow}. */
  long[] room(byte tag, int count) {
    reserve(count);
    if (size == 0) {
      kind = tag;
    }
    return words;
  }

  /** Counts {@code count} words that were set in {@link #room}. */
  void grow(int count) {
    size += count;
  }

  /** Returns what was added so far. */
  Column column() {
    return kinds == null ? Column.of(Kind.of(kind), words) : Column.mixed(kinds, words, 0);
  }

  private void copyKinds(Column column, int @Nullable [] rows, int count) {
    byte[] from = column.kinds();
    if (from == null) {
      byte tag = column.kind().tag();
      if (kinds == null && tag != kind) {
        turn(tag);
      }
      if (kinds != null) {
        Arrays.fill(kinds, size, size + count, tag);
      }
      return;
    }
    byte[] to = mixed();
    int start = column.start();
    for (int i = 0; i < count; i++) {
      to[size + i] = from[start + (rows == null ? i : rows[i])];
    }
  }

  /** A word of kind {@code tag} comes, which no word so far has. */
  private void turn(byte tag) {
    if (size == 0) {
      kind = tag;
    } else {
      mixed();
    }
  }

  private byte[] mixed() {
    if (kinds == null) {
      count(words.length);
      kinds = new byte[words.length];
      Arrays.fill(kinds, 0, size, kind);
    }
    return kinds;
  }

  private void reserve(int count) {
    int needed = Math.addExact(size, count);
    if (needed > words.length) {
      int before = words.length;
      int length = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * words.length));
      int bytesAWord = kinds == null ? Long.BYTES : Long.BYTES + 1;
      count((long) length * bytesAWord);
      words = Arrays.copyOf(words, length);
      if (kinds != null) {
        kinds = Arrays.copyOf(kinds, length);
      }
      discount((long) before * bytesAWord);
    }
  }

  private void count(long bytes) {
    meter.take(bytes);
    counted += bytes;
  }

  private void discount(long bytes) {
    meter.give(bytes);
    counted -= bytes;
  }
}
