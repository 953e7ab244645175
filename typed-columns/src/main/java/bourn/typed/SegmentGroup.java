package bourn.typed;

import bourn.columns.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The rows of one segment. */
record SegmentGroup(SegmentKey key, ProductType type, SegmentHeader header, ColumnSegments segments)
    implements RowGroup {

  @Override
  public long first() {
    return key.first();
  }

  @Override
  public int count() {
    return ColumnSegments.ROWS;
  }

  @Override
  public @Nullable Zone zone(int place) {
    Field field = type.fields().get(place);
    SegmentHeader.Column column = header.column(field);
    return column == null ? Zone.otherwise(field, count()) : column.zone();
  }

  @Override
  public DecodedColumn field(int place) {
    Field field = type.fields().get(place);
    SegmentHeader.Column column = header.column(field);
    return column == null
        ? DecodedColumn.otherwise(field, count())
        : segments.column(key, field.ofShape(column.shape()));
  }

  @Override
  public DecodedColumn time() {
    return runs(Kind.TIME, SegmentHeader.Run::time);
  }

  @Override
  public DecodedColumn origin() {
    return runs(Kind.INT, SegmentHeader.Run::origin);
  }

  private DecodedColumn runs(Kind kind, ToLongFunction<SegmentHeader.Run> word) {
    long[] words = new long[count()];
    List<SegmentHeader.Run> runs = header.runs();
    for (int i = 0; i < runs.size(); i++) {
      int until = i + 1 < runs.size() ? runs.get(i + 1).row() : words.length;
      Arrays.fill(words, runs.get(i).row(), until, word.applyAsLong(runs.get(i)));
    }
    return new DecodedColumn(kind, words, null, null);
  }
}
