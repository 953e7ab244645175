package bourn.typed;

import org.jspecify.annotations.Nullable;

/** Consecutive rows whose columns lie together: the body of a chunk, or a segment. */
interface RowGroup {

  /** Returns the offset of row 0. */
  long first();

  /** Returns the number of rows. */
  int count();

  /** Returns what is known of the field at {@code place} without reading it, or null. */
  @Nullable Zone zone(int place);

  /** Returns the column of the field at {@code place}. */
  DecodedColumn field(int place);

  /** Returns the time of each row's stamp. */
  DecodedColumn time();

  /** Returns the origin of each row's stamp. */
  DecodedColumn origin();
}
