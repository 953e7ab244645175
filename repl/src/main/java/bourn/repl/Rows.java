package bourn.repl;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.Result;
import bourn.kernel.Value;
import clojure.lang.LazilyPersistentVector;
import clojure.lang.PersistentVector;
import org.jspecify.annotations.Nullable;

/** The rows of a result as Clojure data, each made when it is asked for. */
final class Rows {

  /** A vector up to this length is made of an array as it is. */
  private static final int SHORT = 32;

  private final Column[] columns;
  private final Codes codes;
  private final int count;

  Rows(Result result) {
    this.columns = result.columns().toArray(new Column[0]);
    this.codes = result.codes();
    this.count = result.rows();
  }

  int count() {
    return count;
  }

  /** Returns row {@code row} as a vector. */
  Object tuple(int row) {
    @Nullable Object[] parts = new @Nullable Object[columns.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = part(row, i);
    }
    return parts.length <= SHORT
        ? LazilyPersistentVector.createOwning(parts)
        : PersistentVector.create(parts);
  }

  /** Returns what stands in column {@code column} of row {@code row}. */
  @Nullable Object part(int row, int column) {
    Column words = columns[column];
    long word = words.word(row);
    Kind kind = words.kind(row);
    return switch (kind) {
      case NULL -> null;
      case BOOL -> word != 0 ? Boolean.TRUE : Boolean.FALSE;
      case INT -> word;
      case REAL -> Double.longBitsToDouble(word);
      case TIME -> new Value.Time(word).toInstant();
      case REFERENCE, CODE -> ClojureValues.of(codes.value(kind, word));
    };
  }
}
