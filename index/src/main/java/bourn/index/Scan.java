package bourn.index;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Sink;
import bourn.datoms.Meta;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns stretches of facts into batches of what a window sees of them. Confined to one thread. */
final class Scan implements Stretches {

  /*
   * Long stretches are passed on as slices of the segment's own arrays, with a selection where not
   * every fact is seen. Short ones, as they come where several sources interleave, are copied
   * together until they fill a batch.
   */

  private static final int SHORT = 192;
  private static final int FEW = 32;
  private static final long[] TRUE = filled(1);
  private static final long[] NONE = filled(0);

  private final Window window;
  private final Conditions conditions;
  private final int[] columns;
  private final boolean wantsValue;
  private final Codes codes;
  private final Sink sink;
  private final Recodings recodings;
  private int[] selection = {};
  private long[] recoded = {};
  private @Nullable Gathered gathered;

  Scan(Window window, Conditions conditions, int[] columns, Codes codes, Sink sink) {
    this.window = window;
    this.conditions = conditions;
    this.columns = columns.clone();
    this.wantsValue = Arrays.stream(columns).anyMatch(column -> column == Conditions.VALUE);
    this.codes = codes;
    this.sink = sink;
    this.recodings = new Recodings(codes);
  }

  private static long[] filled(long word) {
    long[] words = new long[Batch.MOST_ROWS];
    Arrays.fill(words, word);
    return words;
  }

  @Override
  public boolean accept(Segment segment, int from, int until) {
    if (window.history()) {
      return acceptHistory(segment, from, until);
    }
    if (until - from < SHORT) {
      return gather(segment, from, until);
    }
    if (!flush()) {
      return false;
    }
    boolean all = conditions.isEmpty() && window.holdsAll(segment);
    for (int row = from; row < until; row += Batch.MOST_ROWS) {
      int end = Math.min(until, row + Batch.MOST_ROWS);
      if (!(all ? slice(segment, row, end - row, null) : select(segment, row, end))) {
        return false;
      }
    }
    return true;
  }

  private boolean acceptHistory(Segment segment, int from, int until) {
    for (int row = from; row < until; row++) {
      long added = segment.added()[row];
      long retracted = segment.retracted(row);
      if (window.contains(added)
          && conditions.admit(segment, row, added, true)
          && !add(segment, row, added, 1)) {
        return false;
      }
      if (window.contains(retracted)
          && conditions.admit(segment, row, retracted, false)
          && !add(segment, row, retracted, 0)) {
        return false;
      }
    }
    return true;
  }

  private boolean gather(Segment segment, int from, int until) {
    for (int row = from; row < until; row++) {
      if (sees(segment, row) && !add(segment, row, segment.added()[row], 1)) {
        return false;
      }
    }
    return true;
  }

  private boolean sees(Segment segment, int row) {
    return window.holds(segment.added()[row], segment.retracted(row))
        && (conditions.isEmpty() || conditions.admit(segment, row, segment.added()[row], true));
  }

  private boolean select(Segment segment, int from, int until) {
    int count = 0;
    if (selection.length == 0) {
      selection = new int[Batch.MOST_ROWS];
    }
    for (int row = from; row < until; row++) {
      if (sees(segment, row)) {
        selection[count++] = row - from;
      }
    }
    return count == 0 || slice(segment, from, count, selection);
  }

  private boolean slice(Segment segment, int start, int count, int @Nullable [] selected) {
    Column[] slices = new Column[columns.length];
    for (int i = 0; i < slices.length; i++) {
      slices[i] =
          switch (columns[i]) {
            case Conditions.ENTITY -> Column.of(Kind.INT, segment.entities(), start);
            case Conditions.ATTRIBUTE -> Column.of(Kind.INT, segment.attributes(), start);
            case Conditions.VALUE -> values(segment, start, count, selected);
            case Conditions.TRANSACTION -> Column.of(Kind.INT, segment.added(), start);
            case Conditions.META -> Column.of(Kind.INT, described(segment, start, count, selected));
            case Conditions.DERIVED ->
                Column.of(Kind.BOOL, derived(segment, start, count, selected));
            default -> Column.of(Kind.BOOL, TRUE);
          };
    }
    return sink.accept(new Batch(slices, count, selected));
  }

  private static long[] described(
      Segment segment, int start, int count, int @Nullable [] selected) {
    return metas(segment, start, count, selected, Meta::entity);
  }

  private static long[] derived(Segment segment, int start, int count, int @Nullable [] selected) {
    return metas(segment, start, count, selected, meta -> Meta.derived(meta) ? 1 : 0);
  }

  private static long[] metas(
      Segment segment, int start, int count, int @Nullable [] selected, LongUnaryOperator part) {
    if (segment.metas() == null || count == 0) {
      return NONE;
    }
    long[] parts = new long[1 + last(count, selected)];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = part.applyAsLong(segment.meta(start + i));
    }
    return parts;
  }

  private Column values(Segment segment, int start, int count, int @Nullable [] selected) {
    byte[] kinds = segment.kinds();
    if (kinds == null && segment.kind() != Kind.CODE) {
      return Column.of(segment.kind(), segment.words(), start);
    }
    boolean uniform = true;
    boolean coded = kinds == null;
    for (int i = 0; kinds != null && i < count; i++) {
      int row = start + (selected == null ? i : selected[i]);
      uniform &= kinds[row] == segment.kind(first(start, selected)).tag();
      coded |= kinds[row] == Kind.CODE.tag();
    }
    long[] words = coded ? recode(segment, start, count, selected) : segment.words();
    int wordsStart = coded ? 0 : start;
    if (kinds == null || uniform) {
      return Column.of(segment.kind(first(start, selected)), words, wordsStart);
    }
    return Column.mixed(
        coded ? Arrays.copyOfRange(kinds, start, start + last(count, selected) + 1) : kinds,
        words,
        wordsStart);
  }

  private static int first(int start, int @Nullable [] selected) {
    return start + (selected == null ? 0 : selected[0]);
  }

  private static int last(int count, int @Nullable [] selected) {
    return selected == null ? count - 1 : selected[count - 1];
  }

  private long[] recode(Segment segment, int start, int count, int @Nullable [] selected) {
    if (recoded.length == 0) {
      recoded = new long[Batch.MOST_ROWS];
    }
    if (segment.kinds() == null && selected == null) {
      recodings.recode(segment, start, start + count, recoded, 0);
      return recoded;
    }
    Value[] dictionary = segment.dictionary();
    int[] recoding = recodings.of(dictionary);
    byte[] kinds = segment.kinds();
    long[] words = segment.words();
    byte coded = Kind.CODE.tag();
    for (int i = 0; i < count; i++) {
      int row = selected == null ? i : selected[i];
      long word = words[start + row];
      recoded[row] =
          kinds == null || kinds[start + row] == coded
              ? recodings.code(recoding, (int) word, dictionary)
              : word;
    }
    return recoded;
  }

  private boolean add(Segment segment, int row, long transaction, long added) {
    Gathered rows = gathered;
    if (rows == null) {
      rows = new Gathered();
      gathered = rows;
    }
    Kind kind = segment.kind(row);
    long word = segment.words()[row];
    if (wantsValue && kind == Kind.CODE) {
      word = codes.code(segment.dictionary()[(int) word]);
    }
    rows.add(segment, row, kind, word, transaction, added);
    return rows.count < Batch.MOST_ROWS || flush();
  }

  /** Passes on what was copied together; returns whether more is wanted. */
  boolean flush() {
    Gathered rows = gathered;
    if (rows == null || rows.count == 0) {
      return true;
    }
    Column[] copies = new Column[columns.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] =
          switch (columns[i]) {
            case Conditions.ENTITY -> Column.of(Kind.INT, rows.entities);
            case Conditions.ATTRIBUTE -> Column.of(Kind.INT, rows.attributes);
            case Conditions.VALUE -> rows.values();
            case Conditions.TRANSACTION -> Column.of(Kind.INT, rows.transactions);
            case Conditions.META -> Column.of(Kind.INT, rows.metas(Meta::entity));
            case Conditions.DERIVED ->
                Column.of(Kind.BOOL, rows.metas(meta -> Meta.derived(meta) ? 1 : 0));
            default -> Column.of(Kind.BOOL, rows.added);
          };
    }
    Batch batch = new Batch(copies, rows.count, null);
    rows.count = 0;
    return sink.accept(batch);
  }

  /** Facts copied together. */
  private static final class Gathered {
    private int count;
    private long[] entities = new long[FEW];
    private long[] attributes = new long[FEW];
    private byte[] kinds = new byte[FEW];
    private long[] words = new long[FEW];
    private long[] transactions = new long[FEW];
    private long[] added = new long[FEW];
    private long[] metas = new long[FEW];

    void add(Segment segment, int row, Kind kind, long word, long transaction, long isAdded) {
      if (count == entities.length) {
        grow();
      }
      entities[count] = segment.entities()[row];
      attributes[count] = segment.attributes()[row];
      kinds[count] = kind.tag();
      words[count] = word;
      transactions[count] = transaction;
      added[count] = isAdded;
      metas[count] = isAdded == 1 ? segment.meta(row) : Meta.NONE;
      count++;
    }

    private void grow() {
      int room = Math.min(Batch.MOST_ROWS, 8 * count);
      entities = Arrays.copyOf(entities, room);
      attributes = Arrays.copyOf(attributes, room);
      kinds = Arrays.copyOf(kinds, room);
      words = Arrays.copyOf(words, room);
      transactions = Arrays.copyOf(transactions, room);
      added = Arrays.copyOf(added, room);
      metas = Arrays.copyOf(metas, room);
    }

    long[] metas(LongUnaryOperator part) {
      return Arrays.stream(metas, 0, count).map(part).toArray();
    }

    Column values() {
      for (int i = 1; i < count; i++) {
        if (kinds[i] != kinds[0]) {
          return Column.mixed(kinds, words, 0);
        }
      }
      return Column.of(Kind.of(kinds[0]), words);
    }
  }
}
