package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Sink;
import java.util.Arrays;

/**
 * The facts of a relation of which only the least or the greatest of one column counts for each
 * combination of the others.
 *
 * <p>A fact that is beaten stays among the {@linkplain #rows rows} until {@link #settle}, as what
 * was made of it is beaten in its turn.
 */
final class BestFacts implements Sink {

  private static final long BYTES_A_GROUP = Long.BYTES + 2 + Integer.BYTES;

  private final Plan.Extreme extreme;
  private final Codes codes;
  private final Guard guard;
  private final int[] keys;
  private final RowTable groups;
  private final int[] numbers = new int[Batch.MOST_ROWS];
  private RowSet rows;
  private long[] words = new long[16];
  private byte[] kinds = new byte[16];
  private boolean[] better = new boolean[16];
  private int[] changed = new int[16];
  private int changes;
  private long counted;

  BestFacts(int width, Plan.Extreme extreme, Codes codes, Guard guard) {
    this.extreme = extreme;
    this.codes = codes;
    this.guard = guard;
    this.keys = new int[width - 1];
    Arrays.setAll(keys, k -> k < extreme.column() ? k : k + 1);
    this.groups = new RowTable(keys.length, guard);
    this.rows = new RowSet(width, guard);
  }

  @Override
  public boolean accept(Batch batch) {
    Column[] columns = new Column[keys.length];
    Arrays.setAll(columns, k -> batch.columns()[keys[k]]);
    groups.number(columns, batch.selection(), batch.count(), numbers);
    reserve(groups.count());
    Column values = batch.columns()[extreme.column()];
    for (int i = 0; i < batch.count(); i++) {
      offer(numbers[i], values.kind(batch.row(i)), values.word(batch.row(i)));
    }
    return true;
  }

  private void offer(int group, Kind kind, long word) {
    Kind known = Kind.of(kinds[group]);
    int order = known == Kind.NULL ? 0 : codes.compare(kind, word, known, words[group]);
    if (known == Kind.NULL || (extreme.greatest() ? order > 0 : order < 0)) {
      words[group] = word;
      kinds[group] = kind.tag();
      if (!better[group]) {
        better[group] = true;
        changed[changes++] = group;
      }
    }
  }

  /** Adds what became better since the last time to {@link #rows}. */
  void advance() {
    Column[] keyColumns = groups.rows().columns();
    for (int i = 0; i < changes; i++) {
      look(i);
      better[changed[i]] = false;
      add(keyColumns, changed[i]);
    }
    rows.keep(changes);
    changes = 0;
  }

  /** Leaves only the best among {@link #rows}. */
  void settle() {
    rows.release();
    rows = new RowSet(keys.length + 1, guard);
    Column[] keyColumns = groups.rows().columns();
    for (int group = 0; group < groups.count(); group++) {
      look(group);
      add(keyColumns, group);
    }
    rows.keep(groups.count());
    groups.release();
  }

  /** Says that these facts are no longer kept. */
  void release() {
    rows.release();
    guard.give(counted);
  }

  private void add(Column[] keyColumns, int group) {
    for (int k = 0; k < keys.length; k++) {
      rows.builder(keys[k]).add(keyColumns[k].kind(group).tag(), keyColumns[k].word(group));
    }
    rows.builder(extreme.column()).add(kinds[group], words[group]);
  }

  private void look(int row) {
    if (row % Batch.MOST_ROWS == 0) {
      guard.check();
    }
  }

  RowSet rows() {
    return rows;
  }

  private void reserve(int count) {
    if (count > words.length) {
      int length = GroupNumbers.grown(words.length, count);
      long growth = BYTES_A_GROUP * (length - (long) words.length);
      guard.take(growth);
      counted += growth;
      words = Arrays.copyOf(words, length);
      kinds = Arrays.copyOf(kinds, length);
      better = Arrays.copyOf(better, length);
      changed = Arrays.copyOf(changed, length);
    }
  }
}
