package bourn.index;

import bourn.columns.Column;
import bourn.columns.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of one attribute for the entities that a {@link StarScan} looks at together. */
final class StarColumn {

  private long[] words = new long[64];
  private byte @Nullable [] kinds;
  private Kind kind = Kind.NULL;
  private int count;

  int count() {
    return count;
  }

  void clear() {
    kinds = null;
    count = 0;
  }

  /** Adds the value in {@code row}, by the code that the query has for it if it needs one. */
  void add(Segment segment, int row, Recodings recodings, int[] recoding) {
    Kind added = segment.kind(row);
    long word = segment.words()[row];
    if (added == Kind.CODE) {
      word = recodings.code(recoding, (int) word, segment.dictionary());
    }
    reserve(1);
    if (added != kind) {
      turn(added);
    }
    if (kinds != null) {
      kinds[count] = added.tag();
    }
    words[count++] = word;
  }

  /** Adds value {@code i} of {@code other}. */
  void add(StarColumn other, int i) {
    Kind added = other.kinds == null ? other.kind : Kind.of(other.kinds[i]);
    reserve(1);
    if (added != kind) {
      turn(added);
    }
    if (kinds != null) {
      kinds[count] = added.tag();
    }
    words[count++] = other.words[i];
  }

  StarColumn copy() {
    StarColumn copy = new StarColumn();
    copy.words = words.clone();
    copy.kinds = kinds == null ? null : kinds.clone();
    copy.kind = kind;
    copy.count = count;
    return copy;
  }

  /** Adds the values in rows {@code [from, until)}. */
  void addAll(Segment segment, int from, int until, Recodings recodings) {
    if (segment.kinds() != null || kinds != null || (count > 0 && kind != segment.kind())) {
      int[] recoding = recodings.of(segment.dictionary());
      for (int row = from; row < until; row++) {
        add(segment, row, recodings, recoding);
      }
      return;
    }
    reserve(until - from);
    kind = segment.kind();
    if (kind == Kind.CODE) {
      recodings.recode(segment, from, until, words, count);
    } else {
      System.arraycopy(segment.words(), from, words, count, until - from);
    }
    count += until - from;
  }

  private void reserve(int more) {
    if (count + more > words.length) {
      int room = Math.max(count + more, 2 * words.length);
      words = Arrays.copyOf(words, room);
      if (kinds != null) {
        kinds = Arrays.copyOf(kinds, room);
      }
    }
  }

  private void turn(Kind added) {
    if (count == 0) {
      kind = added;
    } else if (kinds == null) {
      kinds = new byte[words.length];
      Arrays.fill(kinds, 0, count, kind.tag());
    }
  }

  /** Keeps the first {@code many} of {@code rows}, which ascend. */
  void keep(int[] rows, int many) {
    for (int i = 0; i < many; i++) {
      words[i] = words[rows[i]];
      if (kinds != null) {
        kinds[i] = kinds[rows[i]];
      }
    }
    count = many;
  }

  /** Returns the rows from {@code from} on, valid until the next change. */
  Column column(int from) {
    return kinds == null ? Column.of(kind, words, from) : Column.mixed(kinds, words, from);
  }
}
