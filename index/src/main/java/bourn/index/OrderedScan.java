package bourn.index;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.Meta;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Goes through the facts of one attribute in the order of their values, a few at first, for whom a
 * few rows will do. Confined to one thread.
 */
final class OrderedScan {

  /** What a fact costs here, in facts passed over by a scan. */
  static final double COST = 50;

  private static final int FEW = 64;

  private final DatomWalk walk;
  private final Codes codes;
  private final Sink sink;

  OrderedScan(
      Snapshots snapshots,
      Window window,
      Range byValue,
      boolean descending,
      Codes codes,
      Sink sink) {
    this.walk = new DatomWalk(snapshots, window, byValue, descending);
    this.codes = codes;
    this.sink = sink;
  }

  /**
   * Passes facts to {@code part}, until it wants no more; returns false if {@code most} were passed
   * before that or the last one.
   */
  private boolean run(long most, Predicate<List<Datom>> part) {
    long looked = 0;
    for (int size = FEW; walk.hasNext(); size = Math.min(Batch.MOST_ROWS, 4 * size)) {
      codes.meter().check();
      if (looked >= most) {
        return false;
      }
      List<Datom> datoms = new ArrayList<>(size);
      while (datoms.size() < size && walk.hasNext()) {
        datoms.add(walk.next());
      }
      looked += datoms.size();
      if (!part.test(datoms)) {
        return true;
      }
    }
    return true;
  }

  /** Passes on facts as they are. */
  boolean ofFacts(long most, int[] columns, List<Restriction> restrictions) {
    return run(
        most,
        datoms -> {
          Rows rows = new Rows(columns.length, datoms.size());
          for (Datom datom : datoms) {
            if (restrictions.stream().allMatch(r -> r.admits(column(datom, r.column())))) {
              for (int c = 0; c < columns.length; c++) {
                Value value = column(datom, columns[c]);
                rows.set(c, rows.count, Codes.kind(value), codes.word(value));
              }
              rows.count++;
            }
          }
          return rows.pass(sink);
        });
  }

  private static Value column(Datom datom, int column) {
    return switch (column) {
      case Conditions.ENTITY -> Value.of(datom.entity());
      case Conditions.ATTRIBUTE -> Value.of(datom.attribute());
      case Conditions.VALUE -> datom.value();
      case Conditions.TRANSACTION -> Value.of(EntityIds.transaction(datom.t()));
      case Conditions.META -> Value.of(Meta.entity(datom.meta()));
      case Conditions.DERIVED -> Value.of(Meta.derived(datom.meta()));
      default -> Value.of(datom.added());
    };
  }

  /** Passes on what {@code star} has of the entities of the facts. */
  boolean ofEntities(long most, StarTable star, int[] columns, List<Restriction> restrictions) {
    int[] found = Arrays.copyOf(columns, columns.length + 1);
    found[columns.length] = StarTable.ENTITY;
    return run(
        most,
        datoms -> {
          long[] entities = datoms.stream().mapToLong(Datom::entity).toArray();
          long[] sorted = entities.clone();
          Arrays.sort(sorted);
          Rows rows = new Rows(columns.length, entities.length);
          boolean[] there = new boolean[entities.length];
          star.seek(
              StarTable.ENTITY,
              sorted,
              found,
              restrictions,
              codes,
              batch -> {
                for (int i = 0; i < batch.count(); i++) {
                  int row = batch.row(i);
                  int at = Arrays.binarySearch(sorted, batch.columns()[columns.length].word(row));
                  there[at] = true;
                  for (int c = 0; c < columns.length; c++) {
                    Column column = batch.columns()[c];
                    rows.set(c, at, column.kind(row), column.word(row));
                  }
                }
                return true;
              });
          return rows.inOrder(entities, sorted, there).pass(sink);
        });
  }

  /** Rows copied together. */
  private static final class Rows {
    private final byte[][] kinds;
    private final long[][] words;
    private int count;

    Rows(int width, int most) {
      kinds = new byte[width][most];
      words = new long[width][most];
    }

    void set(int column, int row, Kind kind, long word) {
      kinds[column][row] = kind.tag();
      words[column][row] = word;
    }

    /** Returns those of {@code keys} that are there, from where they lie among them sorted. */
    Rows inOrder(long[] keys, long[] sorted, boolean[] there) {
      Rows ordered = new Rows(words.length, keys.length);
      for (long key : keys) {
        int at = Arrays.binarySearch(sorted, key);
        if (there[at]) {
          for (int c = 0; c < words.length; c++) {
            ordered.kinds[c][ordered.count] = kinds[c][at];
            ordered.words[c][ordered.count] = words[c][at];
          }
          ordered.count++;
        }
      }
      return ordered;
    }

    boolean pass(Sink sink) {
      if (count == 0) {
        return true;
      }
      Column[] columns = new Column[words.length];
      Arrays.setAll(columns, c -> column(kinds[c], words[c]));
      return sink.accept(new Batch(columns, count, null));
    }

    private Column column(byte[] kinds, long[] words) {
      for (int i = 1; i < count; i++) {
        if (kinds[i] != kinds[0]) {
          return Column.mixed(kinds, words, 0);
        }
      }
      return Column.of(Kind.of(kinds[0]), words);
    }
  }
}
