package bourn.index;

import bourn.columns.Kind;
import bourn.datoms.Meta;
import bourn.kernel.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing sequence of facts whose words share one dictionary. Confined to one thread. */
final class Rows {

  private long[] entities;
  private long[] attributes;
  private byte[] kinds;
  private long[] words;
  private long[] added;
  private long[] retracted;
  private long @Nullable [] metas;
  private final Value[] dictionary;
  private int count;

  Rows(int capacity, Value[] dictionary) {
    this.dictionary = dictionary;
    int room = Math.max(8, capacity);
    entities = new long[room];
    attributes = new long[room];
    kinds = new byte[room];
    words = new long[room];
    added = new long[room];
    retracted = new long[room];
  }

  int count() {
    return count;
  }

  void clear() {
    count = 0;
    metas = null;
  }

  void add(long entity, long attribute, Kind kind, long word, long since, long until, long meta) {
    reserve(1);
    if (meta != Meta.NONE) {
      metas()[count] = meta;
    }
    entities[count] = entity;
    attributes[count] = attribute;
    kinds[count] = kind.tag();
    words[count] = word;
    added[count] = since;
    retracted[count] = until;
    count++;
  }

  private long[] metas() {
    if (metas == null) {
      metas = new long[entities.length];
    }
    return metas;
  }

  /** Adds rows of a segment; its codes become {@code codes[code]}, or stay when that is null. */
  void addAll(Segment segment, int from, int until, int @Nullable [] codes) {
    int length = until - from;
    reserve(length);
    System.arraycopy(segment.entities(), from, entities, count, length);
    System.arraycopy(segment.attributes(), from, attributes, count, length);
    System.arraycopy(segment.words(), from, words, count, length);
    System.arraycopy(segment.added(), from, added, count, length);
    byte[] tags = segment.kinds();
    if (tags == null) {
      Arrays.fill(kinds, count, count + length, segment.kind().tag());
    } else {
      System.arraycopy(tags, from, kinds, count, length);
    }
    long[] ends = segment.retracted();
    if (ends == null) {
      Arrays.fill(retracted, count, count + length, Segment.LIVE);
    } else {
      System.arraycopy(ends, from, retracted, count, length);
    }
    if (segment.metas() != null) {
      System.arraycopy(segment.metas(), from, metas(), count, length);
    }
    if (codes != null) {
      recode(count, count + length, codes);
    }
    count += length;
  }

  private void recode(int from, int until, int[] codes) {
    byte code = Kind.CODE.tag();
    for (int i = from; i < until; i++) {
      if (kinds[i] == code) {
        words[i] = codes[(int) words[i]];
      }
    }
  }

  private void reserve(int more) {
    if (count + more > entities.length) {
      int room = Math.max(2 * entities.length, count + more);
      entities = Arrays.copyOf(entities, room);
      attributes = Arrays.copyOf(attributes, room);
      kinds = Arrays.copyOf(kinds, room);
      words = Arrays.copyOf(words, room);
      added = Arrays.copyOf(added, room);
      retracted = Arrays.copyOf(retracted, room);
      metas = metas == null ? null : Arrays.copyOf(metas, room);
    }
  }

  /** Returns these rows as a segment; the arrays are copied. */
  Segment toSegment() {
    boolean uniform = true;
    boolean live = true;
    boolean described = false;
    for (int i = 0; i < count; i++) {
      uniform &= kinds[i] == kinds[0];
      live &= retracted[i] == Segment.LIVE;
      described |= metas != null && metas[i] != Meta.NONE;
    }
    return new Segment(
        count,
        Arrays.copyOf(entities, count),
        Arrays.copyOf(attributes, count),
        count == 0 ? Kind.INT : Kind.of(kinds[0]),
        uniform ? null : Arrays.copyOf(kinds, count),
        Arrays.copyOf(words, count),
        dictionary,
        Arrays.copyOf(added, count),
        live ? null : Arrays.copyOf(retracted, count),
        described ? Arrays.copyOf(metas(), count) : null);
  }

  /** Returns the rows {@code permutation} of these as a segment. */
  Segment toSegment(int[] permutation) {
    Rows permuted = new Rows(permutation.length, dictionary);
    for (int row : permutation) {
      permuted.entities[permuted.count] = entities[row];
      permuted.attributes[permuted.count] = attributes[row];
      permuted.kinds[permuted.count] = kinds[row];
      permuted.words[permuted.count] = words[row];
      permuted.added[permuted.count] = added[row];
      permuted.retracted[permuted.count] = retracted[row];
      if (metas != null) {
        permuted.metas()[permuted.count] = metas[row];
      }
      permuted.count++;
    }
    return permuted.toSegment();
  }

  /** Compares two rows by entity, attribute, value and the transaction that asserted them. */
  int compareEavt(int row, int other) {
    int e = Long.compare(entities[row], entities[other]);
    int a = e != 0 ? e : Long.compare(attributes[row], attributes[other]);
    int v = a != 0 ? a : compareValues(row, other);
    return v != 0 ? v : Long.compare(added[row], added[other]);
  }

  /** Returns {@code rows} sorted by attribute; rows of one attribute keep their order. */
  int[] sortedByAttribute(int[] rows) {
    return Sorting.sorted(rows, attributes);
  }

  /**
   * Returns {@code rows}, which are sorted by attribute, sorted by value too; equal values keep
   * their order.
   */
  int[] sortedByValue(int[] rows) {
    if (!areOfOneKindByAttribute(rows)) {
      return Sorting.sorted(rows, this::compareAttributesAndValues);
    }
    long[] keys = new long[count];
    for (int row = 0; row < count; row++) {
      keys[row] = Words.ascending(Kind.of(kinds[row]), words[row]);
    }
    return Sorting.sorted(Sorting.sorted(rows, keys), attributes);
  }

  private boolean areOfOneKindByAttribute(int[] rows) {
    for (int i = 1; i < rows.length; i++) {
      if (attributes[rows[i]] == attributes[rows[i - 1]] && kinds[rows[i]] != kinds[rows[i - 1]]) {
        return false;
      }
    }
    return true;
  }

  private int compareAttributesAndValues(int row, int other) {
    int a = Long.compare(attributes[row], attributes[other]);
    return a != 0 ? a : compareValues(row, other);
  }

  private int compareValues(int row, int other) {
    if (kinds[row] == kinds[other]) {
      return Words.compareWords(Kind.of(kinds[row]), words[row], words[other]);
    }
    return Words.value(Kind.of(kinds[row]), words[row], dictionary)
        .compareTo(Words.value(Kind.of(kinds[other]), words[other], dictionary));
  }
}
