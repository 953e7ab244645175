package bourn.index;

import bourn.columns.Kind;
import bourn.datoms.Meta;
import bourn.kernel.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Facts in columns, sorted by one {@link Order}: each with the transaction that asserted it and the
 * one that retracted it. Immutable, but for a mark that it was read.
 */
final class Segment implements Cached {

  /*
   * A word of kind CODE is the index of its value in the segment's own dictionary, which is sorted:
   * inside one segment, and between segments that share a dictionary, words compare as their values
   * do.
   *
   * Transactions are held as their entities, as queries see them.
   */

  /** What stands for the transaction that retracted a fact which holds. */
  static final long LIVE = Long.MAX_VALUE;

  private static final Value[] NO_VALUES = {};

  /** Searches that cost about as much as to work out where entities begin. */
  private static final int WORTHWHILE = 16;

  /** A segment of no facts. */
  static final Segment EMPTY =
      new Segment(
          0,
          new long[0],
          new long[0],
          Kind.INT,
          null,
          new long[0],
          NO_VALUES,
          new long[0],
          null,
          null);

  private final int count;
  private final long[] entities;
  private final long[] attributes;
  private final Kind kind;
  private final byte @Nullable [] kinds;
  private final long[] words;
  private final Value[] dictionary;
  private final long[] added;
  private final long @Nullable [] retracted;
  private final long @Nullable [] metas;
  private final long firstEntity;
  private final long lastEntity;
  private final boolean ofOneAttribute;
  private final long leastAdded;
  private final long greatestAdded;
  private long dictionaryBytes;
  private boolean read;
  private int searches;
  private volatile @Nullable EntityRows rows;
  private volatile @Nullable EntityCells cells;

  /**
   * Makes a segment of arrays that are shared.
   *
   * @param kind of all words, where {@code kinds} is null
   * @param retracted null when all facts hold
   * @param metas what {@link Meta} says of the facts, null when of none
   */
  Segment(
      int count,
      long[] entities,
      long[] attributes,
      Kind kind,
      byte @Nullable [] kinds,
      long[] words,
      Value[] dictionary,
      long[] added,
      long @Nullable [] retracted,
      long @Nullable [] metas) {
    this.count = count;
    this.entities = entities;
    this.attributes = attributes;
    this.kind = kind;
    this.kinds = kinds;
    this.words = words;
    this.dictionary = dictionary;
    this.added = added;
    this.retracted = retracted;
    this.metas = metas;
    // Beside the arrays, so that a search that begins with a guess reads less memory.
    this.firstEntity = count == 0 ? 0 : entities[0];
    this.lastEntity = count == 0 ? 0 : entities[count - 1];
    this.ofOneAttribute = count > 0 && attributes[0] == attributes[count - 1];
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, added[i]);
      greatest = Math.max(greatest, added[i]);
    }
    this.leastAdded = least;
    this.greatestAdded = greatest;
  }

  /** Returns a copy of the facts in {@code [from, until)} with other transactions. */
  Segment with(int from, int until, long[] newAdded, long[] newRetracted) {
    return new Segment(
        until - from,
        Arrays.copyOfRange(entities, from, until),
        Arrays.copyOfRange(attributes, from, until),
        kind,
        kinds == null ? null : Arrays.copyOfRange(kinds, from, until),
        Arrays.copyOfRange(words, from, until),
        dictionary,
        newAdded,
        newRetracted,
        metas == null ? null : Arrays.copyOfRange(metas, from, until));
  }

  /** Returns the facts without what {@link Meta} says of them, sharing the rest. */
  Segment undescribed() {
    return metas == null
        ? this
        : new Segment(
            count, entities, attributes, kind, kinds, words, dictionary, added, retracted, null);
  }

  int count() {
    return count;
  }

  long[] entities() {
    return entities;
  }

  /** Returns the entity of the first fact, 0 if there is none. */
  long firstEntity() {
    return firstEntity;
  }

  /** Returns the entity of the last fact, 0 if there is none. */
  long lastEntity() {
    return lastEntity;
  }

  long[] attributes() {
    return attributes;
  }

  /** Returns whether all facts are of one attribute, if they are sorted by attribute. */
  boolean isOfOneAttribute() {
    return ofOneAttribute;
  }

  /**
   * Returns where the facts of each entity begin, if they are sorted by entity: from the time on
   * when that was asked for so often that it is worth working out.
   */
  EntityRows entityRows() {
    EntityRows known = rows;
    if (known == null) {
      if (searches < WORTHWHILE) {
        searches++;
        return EntityRows.NONE;
      }
      known = EntityRows.of(this);
      rows = known;
    }
    return known;
  }

  /** Returns the facts as reads of single entities want them, in the same way. */
  EntityCells entityCells() {
    EntityCells known = cells;
    if (known == null) {
      if (entityRows().equals(EntityRows.NONE) && searches < WORTHWHILE) {
        return EntityCells.NONE;
      }
      known = EntityCells.of(this);
      cells = known;
    }
    return known;
  }

  /** Returns the kind of each word, or null when all are of {@link #kind()}. */
  byte @Nullable [] kinds() {
    return kinds;
  }

  /** Returns the kind of all words, where {@link #kinds} is null. */
  Kind kind() {
    return kind;
  }

  Kind kind(int row) {
    return kinds == null ? kind : Kind.of(kinds[row]);
  }

  long[] words() {
    return words;
  }

  /** Returns the values that words of kind CODE stand for, ascending. */
  Value[] dictionary() {
    return dictionary;
  }

  /** Returns the entities of the transactions that asserted the facts. */
  long[] added() {
    return added;
  }

  /** Returns the entities of the transactions that retracted them, or null when all hold. */
  long @Nullable [] retracted() {
    return retracted;
  }

  long retracted(int row) {
    return retracted == null ? LIVE : retracted[row];
  }

  /** Returns what {@link Meta} says of each fact, or null when of none. */
  long @Nullable [] metas() {
    return metas;
  }

  long meta(int row) {
    return metas == null ? Meta.NONE : metas[row];
  }

  /** Returns the least transaction that asserted a fact here. */
  long leastAdded() {
    return leastAdded;
  }

  /** Returns the greatest transaction that asserted a fact here. */
  long greatestAdded() {
    return greatestAdded;
  }

  @Override
  public void markRead() {
    if (!read) {
      read = true;
    }
  }

  @Override
  public boolean wasRead() {
    boolean was = read;
    read = false;
    return was;
  }

  /** Returns the greatest transaction that retracted a fact here, {@link #LIVE} where none did. */
  long greatestRetracted() {
    return retracted == null ? LIVE : Arrays.stream(retracted).max().orElse(LIVE);
  }

  Value value(int row) {
    return Words.value(kind(row), words[row], dictionary);
  }

  /** Returns how many bytes of memory the columns take, without the values of the dictionary. */
  long columnBytes() {
    int bytes = 4 * Long.BYTES;
    bytes += kinds == null ? 0 : 1;
    bytes += retracted == null ? 0 : Long.BYTES;
    bytes += metas == null ? 0 : Long.BYTES;
    return 256L + (long) count * bytes;
  }

  /** More once this was searched so often that it has cells. */
  @Override
  public long sizeBytes() {
    if (dictionaryBytes == 0) {
      dictionaryBytes = Sizes.bytes(dictionary);
    }
    int more = (rows == null ? 0 : Integer.BYTES) + (cells == null ? 0 : Long.BYTES);
    return columnBytes() + dictionaryBytes + (long) count * more;
  }
}
