package bourn.typed;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Sink;
import bourn.kernel.EventStream;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One scan of a typed table, group by group. Confined to one thread. */
final class GroupScan {

  private final int fields;
  private final EventStream stream;
  private final int[] columns;
  private final List<RowTest> tests;
  private final Codes codes;
  private final Sink sink;

  GroupScan(
      int fields, EventStream stream, int[] columns, List<RowTest> tests, Codes codes, Sink sink) {
    this.fields = fields;
    this.stream = stream;
    this.columns = columns;
    this.tests = tests;
    this.codes = codes;
    this.sink = sink;
  }

  /** Passes the rows {@code from} to {@code until} of {@code group} that satisfy all tests. */
  boolean scan(RowGroup group, int from, int until) {
    codes.meter().check();
    int[] rows = null;
    int count = until - from;
    DecodedColumn[] decoded = new DecodedColumn[fields + TypedTable.EVENT_COLUMNS];
    for (RowTest test : tests) {
      Zone zone = zone(group, test.column());
      if (zone != null && test.excludes(zone)) {
        return true;
      }
    }
    for (RowTest test : tests) {
      Zone zone = zone(group, test.column());
      if (zone == null || !test.covers(zone)) {
        DecodedColumn column = decoded(group, test.column(), decoded);
        if (rows == null) {
          rows = new int[until - from];
          count = test.select(column, from, until, rows);
        } else {
          count = test.keep(column, rows, count);
        }
        if (count == 0) {
          return true;
        }
      }
    }
    return rows == null
        ? passAll(outputs(group, decoded, null, from, until), from, until)
        : pass(outputs(group, decoded, rows, 0, count), rows, count);
  }

  private @Nullable Zone zone(RowGroup group, int column) {
    if (column < fields) {
      return group.zone(column);
    }
    return column == fields + TypedTable.OFFSET
        ? new Zone(group.first(), group.first() + group.count() - 1, 0)
        : null;
  }

  private DecodedColumn decoded(RowGroup group, int column, DecodedColumn[] decoded) {
    if (decoded[column] == null) {
      decoded[column] =
          column < fields
              ? group.field(column)
              : switch (column - fields) {
                case TypedTable.TIME -> group.time();
                case TypedTable.ORIGIN -> group.origin();
                case TypedTable.REFERENCE -> references(group);
                default -> counted(group, Kind.INT, group.first());
              };
    }
    return decoded[column];
  }

  private DecodedColumn references(RowGroup group) {
    long first = group.first();
    long packed = stream.reference(first).packed();
    if (stream.reference(first + group.count() - 1).packed() == packed + group.count() - 1) {
      return counted(group, Kind.REFERENCE, packed);
    }
    long[] words = new long[group.count()];
    Arrays.setAll(words, i -> stream.reference(first + i).packed());
    return new DecodedColumn(Kind.REFERENCE, words, null, null);
  }

  private static DecodedColumn counted(RowGroup group, Kind kind, long first) {
    long[] words = new long[group.count()];
    Arrays.setAll(words, i -> first + i);
    return new DecodedColumn(kind, words, null, null);
  }

  private Column[] outputs(
      RowGroup group, DecodedColumn[] decoded, int @Nullable [] rows, int from, int until) {
    Column[] outputs = new Column[columns.length];
    for (int c = 0; c < outputs.length; c++) {
      DecodedColumn column = decoded(group, columns[c], decoded);
      long[] words =
          column.dictionary() == null
              ? column.words()
              : coded(column, column.dictionary(), rows, from, until);
      outputs[c] =
          column.kinds() == null
              ? Column.of(column.kind(), words)
              : Column.mixed(column.kinds(), words, 0);
    }
    return outputs;
  }

  /** The query's codes in place of those of the column's own dictionary, for the rows passed. */
  private long[] coded(
      DecodedColumn column, Value[] dictionary, int @Nullable [] rows, int from, int until) {
    int[] known = new int[dictionary.length];
    long[] words = new long[column.words().length];
    for (int i = from; i < until; i++) {
      int row = rows == null ? i : rows[i];
      if (!column.isMissing(row)) {
        int place = (int) column.words()[row];
        if (known[place] == 0) {
          known[place] = codes.code(dictionary[place]) + 1;
        }
        words[row] = known[place] - 1L;
      }
    }
    return words;
  }

  private boolean passAll(Column[] outputs, int from, int until) {
    for (int start = from; start < until; start += Batch.MOST_ROWS) {
      int count = Math.min(Batch.MOST_ROWS, until - start);
      if (!sink.accept(new Batch(slices(outputs, start), count, null))) {
        return false;
      }
    }
    return true;
  }

  /** Passes the rows in windows of a batch's length, those windows left out that have none. */
  private boolean pass(Column[] outputs, int[] rows, int count) {
    int next = 0;
    while (next < count) {
      int start = rows[next];
      int[] selection = new int[Math.min(Batch.MOST_ROWS, count - next)];
      int selected = 0;
      while (next < count && rows[next] - start < Batch.MOST_ROWS) {
        selection[selected++] = rows[next++] - start;
      }
      if (!sink.accept(new Batch(slices(outputs, start), selected, selection))) {
        return false;
      }
    }
    return true;
  }

  private static Column[] slices(Column[] columns, int row) {
    Column[] slices = new Column[columns.length];
    for (int c = 0; c < slices.length; c++) {
      slices[c] = columns[c].from(row);
    }
    return slices;
  }
}
