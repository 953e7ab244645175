package bourn.typed;

import bourn.columns.Kind;
import bourn.kernel.Stamp;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one body, which is borrowed.
 *
 * @param created the type that the stream was created with
 * @param type as which the rows are read
 */
record ChunkGroup(
    ProductType created, ProductType type, MemorySegment body, long first, int count, Stamp stamp)
    implements RowGroup {

  @Override
  public @Nullable Zone zone(int place) {
    return null;
  }

  @Override
  public DecodedColumn field(int place) {
    ColumnView column = TypedBody.column(body, count, created, type, place);
    return column == null
        ? DecodedColumn.otherwise(type.fields().get(place), count)
        : column.decode();
  }

  @Override
  public DecodedColumn time() {
    return constant(Kind.TIME, Math.multiplyExact(stamp.epochMillis(), 1_000L));
  }

  @Override
  public DecodedColumn origin() {
    return constant(Kind.INT, stamp.origin());
  }

  private DecodedColumn constant(Kind kind, long word) {
    long[] words = new long[count];
    Arrays.fill(words, word);
    return new DecodedColumn(kind, words, null, null);
  }
}
