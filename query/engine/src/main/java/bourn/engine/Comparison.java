package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.Map;

/** Functions that compare: by identity, or by order. */
record Comparison(String name, Test test) implements Function {

  /** Two long values take milliseconds to compare. */
  private static final int ROWS_A_LOOK = 16;

  /** Which outcomes of a comparison are true. */
  enum Test {
    SAME,
    DIFFERENT,
    EQUAL,
    UNEQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST;

    boolean byIdentity() {
      return this == SAME || this == DIFFERENT;
    }

    boolean negated() {
      return this == DIFFERENT || this == UNEQUAL;
    }

    boolean holds(int order) {
      return switch (this) {
        case SAME, EQUAL -> order == 0;
        case DIFFERENT, UNEQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }

  static void addTo(Map<String, Function> all) {
    all.put("=", new Comparison("=", Test.SAME));
    all.put("not=", new Comparison("not=", Test.DIFFERENT));
    all.put("!=", new Comparison("!=", Test.DIFFERENT));
    all.put("==", new Comparison("==", Test.EQUAL));
    all.put("not==", new Comparison("not==", Test.UNEQUAL));
    all.put("<", new Comparison("<", Test.LESS));
    all.put("<=", new Comparison("<=", Test.AT_MOST));
    all.put(">", new Comparison(">", Test.GREATER));
    all.put(">=", new Comparison(">=", Test.AT_LEAST));
  }

  /** Compares each argument with the next; a negated test is true where one pair differs. */
  @Override
  public Value apply(Value[] arguments) {
    ScalarFunction.check(name, arguments.length, 1, Integer.MAX_VALUE);
    boolean missing = false;
    for (int i = 1; i < arguments.length; i++) {
      if (!test.byIdentity() && (isNil(arguments[i - 1]) || isNil(arguments[i]))) {
        missing = true;
      } else if (holds(arguments[i - 1], arguments[i]) == test.negated()) {
        return Value.of(test.negated());
      }
    }
    return missing ? Value.Nil.NIL : Value.of(!test.negated());
  }

  private boolean holds(Value left, Value right) {
    return test.byIdentity()
        ? left.equals(right) == (test == Test.SAME)
        : test.holds(NumericOrder.compare(left, right));
  }

  private static boolean isNil(Value value) {
    return value instanceof Value.Nil;
  }

  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    if (arguments.length != 2) {
      return RowByRow.apply(this, arguments, count, codes);
    }
    Column left = arguments[0];
    Column right = arguments[1];
    if (test.byIdentity()) {
      return identity(left, right, count);
    }
    if (left.uniform() && right.uniform()) {
      Kind kind = left.kind();
      if (kind == right.kind() && kind != Kind.CODE && kind != Kind.NULL) {
        return kind == Kind.REAL
            ? ComparisonKernels.reals(test, left, right, count)
            : ComparisonKernels.words(test, left, right, count);
      }
    }
    return mixed(left, right, count, codes);
  }

  private Column identity(Column left, Column right, int count) {
    long[] made = new long[count];
    long same = test == Test.SAME ? 1 : 0;
    for (int i = 0; i < count; i++) {
      made[i] = left.word(i) == right.word(i) && left.kind(i) == right.kind(i) ? same : 1 - same;
    }
    return Column.of(Kind.BOOL, made);
  }

  private Column mixed(Column left, Column right, int count, Codes codes) {
    long[] made = new long[count];
    byte[] kinds = new byte[count];
    for (int i = 0; i < count; i++) {
      if (i % ROWS_A_LOOK == 0) {
        codes.meter().check();
      }
      Kind kind = left.kind(i);
      Kind other = right.kind(i);
      if (kind != Kind.NULL && other != Kind.NULL) {
        kinds[i] = Kind.BOOL.tag();
        made[i] = test.holds(order(kind, left.word(i), other, right.word(i), codes)) ? 1 : 0;
      }
    }
    return Column.mixed(kinds, made, 0);
  }

  private static int order(Kind kind, long word, Kind other, long otherWord, Codes codes) {
    if (kind == other && kind != Kind.CODE) {
      return kind == Kind.REAL
          ? Double.compare(Double.longBitsToDouble(word), Double.longBitsToDouble(otherWord))
          : Long.compare(word, otherWord);
    }
    if (kind == Kind.INT && other == Kind.REAL) {
      return NumericOrder.compare(word, Double.longBitsToDouble(otherWord));
    }
    if (kind == Kind.REAL && other == Kind.INT) {
      return -NumericOrder.compare(otherWord, Double.longBitsToDouble(word));
    }
    if (kind == other && word == otherWord) {
      return 0;
    }
    return NumericOrder.compare(codes.value(kind, word), codes.value(other, otherWord));
  }
}
