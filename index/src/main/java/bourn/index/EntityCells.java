package bourn.index;

import bourn.columns.Kind;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.List;

/**
 * A segment sorted by entity as reads of single entities want it: what says whether a fact is
 * looked for and seen lies in one cell. Immutable.
 *
 * <pre>
 *  bits  0 ..  7   the attribute, as an index into those of the segment
 *  bits  8 .. 10   the kind of the value
 *  bits 11 .. 34   the transaction that asserted the fact, less the least here
 *  bits 35 .. 58   the one that retracted it, in the same way; all set when it holds
 * </pre>
 */
final class EntityCells {

  /*
   * The facts of an entity lie in one place of each column, and each is a line of memory that is in
   * no cache when entities are read at random. Of the columns, only that of words is left to read.
   */

  /** What stands for a segment of too many attributes or transactions, or without rows. */
  static final EntityCells NONE = new EntityCells(EntityRows.NONE, new long[0], 0, new long[0]);

  private static final int MOST_ATTRIBUTES = 1 << 8;
  private static final int KIND_AT = 8;
  private static final long KIND_MASK = 7;
  private static final int ADDED_AT = 11;
  private static final int RETRACTED_AT = 35;
  private static final long MASK = (1 << 24) - 1;

  private final EntityRows rows;
  private final long[] attributes;
  private final long base;
  private final long[] cells;

  private EntityCells(EntityRows rows, long[] attributes, long base, long[] cells) {
    this.rows = rows;
    this.attributes = attributes;
    this.base = base;
    this.cells = cells;
  }

  static EntityCells of(Segment segment) {
    EntityRows rows = segment.entityRows();
    long greatest =
        segment.retracted() == null
            ? segment.greatestAdded()
            : Math.max(segment.greatestAdded(), segment.greatestRetracted());
    if (segment.count() == 0 || greatest - segment.leastAdded() >= MASK) {
      return NONE;
    }
    long[] attributes = attributes(segment);
    if (attributes.length > MOST_ATTRIBUTES) {
      return NONE;
    }
    long base = segment.leastAdded();
    long[] cells = new long[segment.count()];
    for (int row = 0; row < cells.length; row++) {
      long retracted = segment.retracted(row);
      cells[row] =
          Arrays.binarySearch(attributes, segment.attributes()[row])
              | (long) segment.kind(row).tag() << KIND_AT
              | (segment.added()[row] - base) << ADDED_AT
              | (retracted == Segment.LIVE ? MASK : retracted - base) << RETRACTED_AT;
    }
    return new EntityCells(rows, attributes, base, cells);
  }

  /** Returns the attributes of a segment, ascending, or more than there may be. */
  private static long[] attributes(Segment segment) {
    long[] found = new long[MOST_ATTRIBUTES + 1];
    int size = 0;
    for (int row = 0; row < segment.count() && size <= MOST_ATTRIBUTES; row++) {
      long attribute = segment.attributes()[row];
      int at = Arrays.binarySearch(found, 0, size, attribute);
      if (at < 0) {
        System.arraycopy(found, ~at, found, ~at + 1, size - ~at);
        found[~at] = attribute;
        size++;
      }
    }
    return Arrays.copyOf(found, size);
  }

  /**
   * Adds the values that {@code entity} has of {@code attribute} to {@code values}, as far as
   * {@code window} holds them; {@code segment} is the one that this is of.
   */
  void addValues(Segment segment, long entity, long attribute, Window window, List<Value> values) {
    int code = code(attribute);
    int from = start(segment, entity);
    int until = end(segment, entity, from);
    for (int row = from; row < until; row++) {
      long cell = cells[row];
      if ((cell & 0xFF) == code && window.holds(added(cell), retracted(cell))) {
        values.add(value(segment, row, cell));
      }
    }
  }

  /** Returns the first row whose entity is not less than {@code entity}. */
  private int start(Segment segment, long entity) {
    if (!rows.equals(EntityRows.NONE)) {
      return rows.start(entity);
    }
    long[] entities = segment.entities();
    int start = 0;
    for (int length = segment.count(); length > 0; ) {
      int half = (length + 1) >>> 1;
      start += entities[start + half - 1] < entity ? half : 0;
      length -= half;
    }
    return start;
  }

  private int end(Segment segment, long entity, int from) {
    if (!rows.equals(EntityRows.NONE)) {
      return rows.start(entity + 1);
    }
    long[] entities = segment.entities();
    int end = from;
    while (end < segment.count() && entities[end] == entity) {
      end++;
    }
    return end;
  }

  private int code(long attribute) {
    for (int i = 0; i < attributes.length; i++) {
      if (attributes[i] == attribute) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Adds the datoms of {@code entity} to {@code datoms}, as far as {@code window} holds them;
   * returns false, having added none, if there may be more than {@code most}.
   */
  boolean addDatoms(Segment segment, long entity, int most, Window window, List<Datom> datoms) {
    int from = start(segment, entity);
    int until = end(segment, entity, from);
    if (until - from > most) {
      return false;
    }
    for (int row = from; row < until; row++) {
      long cell = cells[row];
      if (window.holds(added(cell), retracted(cell))) {
        datoms.add(
            new Datom(
                entity,
                attributes[(int) (cell & 0xFF)],
                value(segment, row, cell),
                EntityIds.offset(added(cell)),
                true,
                segment.meta(row)));
      }
    }
    return true;
  }

  private long added(long cell) {
    return base + (cell >>> ADDED_AT & MASK);
  }

  private long retracted(long cell) {
    long distance = cell >>> RETRACTED_AT & MASK;
    return distance == MASK ? Segment.LIVE : base + distance;
  }

  private static Value value(Segment segment, int row, long cell) {
    Kind kind = Kind.of((byte) (cell >>> KIND_AT & KIND_MASK));
    return Words.value(kind, segment.words()[row], segment.dictionary());
  }
}
