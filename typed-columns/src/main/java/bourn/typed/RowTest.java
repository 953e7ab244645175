package bourn.typed;

import bourn.columns.Kind;
import bourn.columns.Restriction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which rows satisfy one restriction. A row without a value satisfies none. */
final class RowTest {

  private final Restriction restriction;
  private final @Nullable WordRange range;

  RowTest(Restriction restriction, Kind kind) {
    this.restriction = restriction;
    this.range = kind == Kind.CODE ? null : WordRange.of(kind, restriction);
  }

  int column() {
    return restriction.column();
  }

  /** Returns whether no row of {@code zone} can satisfy. */
  boolean excludes(Zone zone) {
    return range != null && range.excludes(zone);
  }

  /** Returns whether every row of {@code zone} satisfies. */
  boolean covers(Zone zone) {
    return range != null && range.covers(zone);
  }

  /** Keeps those of the first {@code count} rows in {@code rows} that satisfy. */
  int keep(DecodedColumn column, int[] rows, int count) {
    return range == null ? keepCodes(column, rows, count) : range.keep(column, rows, count);
  }

  private int keepCodes(DecodedColumn column, int[] rows, int count) {
    var dictionary = Objects.requireNonNull(column.dictionary());
    boolean[] admitted = new boolean[dictionary.length];
    for (int i = 0; i < admitted.length; i++) {
      admitted[i] = restriction.admits(dictionary[i]);
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      if (!column.isMissing(row) && admitted[(int) column.words()[row]]) {
        rows[kept++] = row;
      }
    }
    return kept;
  }
}
