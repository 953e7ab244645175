package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.Function;
import bourn.kernel.Value;
import org.apache.calcite.sql.SqlKind;

/** The comparisons, by the order of {@link Value}: numbers compare whatever their types. */
enum Comparison implements Function {
  EQUAL,
  NOT_EQUAL,
  LESS,
  AT_MOST,
  GREATER,
  AT_LEAST;

  static Comparison of(SqlKind kind) {
    return switch (kind) {
      case EQUALS -> EQUAL;
      case NOT_EQUALS -> NOT_EQUAL;
      case LESS_THAN -> LESS;
      case LESS_THAN_OR_EQUAL -> AT_MOST;
      case GREATER_THAN -> GREATER;
      case GREATER_THAN_OR_EQUAL -> AT_LEAST;
      default -> throw SqlErrors.unsupported("the comparison " + kind.sql);
    };
  }

  /** Compares two values; numbers that are equal but of different types are equal here. */
  static int compare(Value left, Value right) {
    if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
      return Long.compare(a, b);
    }
    return isNumber(left) && isNumber(right) ? Numbers.compare(left, right) : left.compareTo(right);
  }

  private static boolean isNumber(Value value) {
    return value instanceof Value.Int
        || value instanceof Value.Real
        || value instanceof Value.Decimal
        || value instanceof Value.BigInt;
  }

  boolean holds(int order) {
    return switch (this) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
    };
  }

  @Override
  public Value apply(Value[] arguments) {
    return arguments[0] instanceof Value.Nil || arguments[1] instanceof Value.Nil
        ? Value.Nil.NIL
        : Value.of(holds(compare(arguments[0], arguments[1])));
  }

  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    Column left = arguments[0];
    Column right = arguments[1];
    if (both(Kind.INT, left, right, count) || both(Kind.TIME, left, right, count)) {
      return column(left, right, words(left, right, count));
    }
    if (both(Kind.REAL, left, right, count)) {
      return column(left, right, reals(left, right, count));
    }
    if ((this == EQUAL || this == NOT_EQUAL)
        && both(Kind.CODE, left, right, count)
        && noNumbers(left, codes, count)) {
      return column(left, right, words(left, right, count));
    }
    return Function.super.apply(arguments, count, codes);
  }

  private static boolean both(Kind kind, Column left, Column right, int count) {
    return Lanes.are(kind, left, count) && Lanes.are(kind, right, count);
  }

  /** Among codes, only numbers can be equal without being the same. */
  private static boolean noNumbers(Column column, Codes codes, int count) {
    for (int i = 0; i < count; i++) {
      if (column.kind(i) == Kind.CODE && isNumber(codes.value(column.word(i)))) {
        return false;
      }
    }
    return true;
  }

  private static Column column(Column left, Column right, long[] words) {
    return Lanes.column(Kind.BOOL, Lanes.kinds(Kind.BOOL, left, right, words.length), words);
  }

  private long[] words(Column left, Column right, int count) {
    long[] a = left.words();
    long[] b = right.words();
    int i = left.start();
    int j = right.start();
    long[] out = new long[count];
    switch (this) {
      case EQUAL -> {
        for (int k = 0; k < count; k++) {
          out[k] = a[i + k] == b[j + k] ? 1 : 0;
        }
      }
      case NOT_EQUAL -> {
        for (int k = 0; k < count; k++) {
          out[k] = a[i + k] != b[j + k] ? 1 : 0;
        }
      }
      case LESS -> {
        for (int k = 0; k < count; k++) {
          out[k] = a[i + k] < b[j + k] ? 1 : 0;
        }
      }
      case AT_MOST -> {
        for (int k = 0; k < count; k++) {
          out[k] = a[i + k] <= b[j + k] ? 1 : 0;
        }
      }
      case GREATER -> {
        for (int k = 0; k < count; k++) {
          out[k] = a[i + k] > b[j + k] ? 1 : 0;
        }
      }
      case AT_LEAST -> {
        for (int k = 0; k < count; k++) {
          out[k] = a[i + k] >= b[j + k] ? 1 : 0;
        }
      }
    }
    return out;
  }

  /** NaN is equal to itself and greater than every other number, as it is everywhere in Bourn. */
  private long[] reals(Column left, Column right, int count) {
    return words(ordered(left, count), ordered(right, count), count);
  }

  /** The bits of reals order as these do, once those of negative ones are turned round. */
  private static Column ordered(Column column, int count) {
    long[] words = column.words();
    int start = column.start();
    long[] out = new long[count];
    for (int i = 0; i < count; i++) {
      long word = words[start + i];
      out[i] = word ^ ((word >> 63) & Long.MAX_VALUE);
    }
    return Column.of(Kind.INT, out);
  }
}
