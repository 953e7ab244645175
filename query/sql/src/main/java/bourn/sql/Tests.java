package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.Function;
import bourn.kernel.Value;

/** Tests that are true or false, never missing. */
enum Tests implements Function {
  IS_NULL,
  IS_NOT_NULL,
  IS_TRUE,
  IS_NOT_TRUE,
  IS_FALSE,
  IS_NOT_FALSE,
  IS_DISTINCT,
  IS_NOT_DISTINCT;

  @Override
  public Value apply(Value[] arguments) {
    Value value = arguments[0];
    return Value.of(
        switch (this) {
          case IS_NULL -> value instanceof Value.Nil;
          case IS_NOT_NULL -> !(value instanceof Value.Nil);
          case IS_TRUE -> isBool(value, true);
          case IS_NOT_TRUE -> !isBool(value, true);
          case IS_FALSE -> isBool(value, false);
          case IS_NOT_FALSE -> !isBool(value, false);
          case IS_DISTINCT -> !same(value, arguments[1]);
          case IS_NOT_DISTINCT -> same(value, arguments[1]);
        });
  }

  private static boolean isBool(Value value, boolean wanted) {
    return value instanceof Value.Bool(boolean yes) && yes == wanted;
  }

  private static boolean same(Value one, Value other) {
    return one.equals(other) || Comparison.compare(one, other) == 0;
  }

  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    if (this == IS_DISTINCT || this == IS_NOT_DISTINCT) {
      return Function.super.apply(arguments, count, codes);
    }
    long[] words = new long[count];
    Column column = arguments[0];
    for (int i = 0; i < count; i++) {
      Kind kind = column.kind(i);
      boolean yes =
          switch (this) {
            case IS_NULL -> kind == Kind.NULL;
            case IS_NOT_NULL -> kind != Kind.NULL;
            case IS_TRUE -> kind == Kind.BOOL && column.word(i) == 1;
            case IS_NOT_TRUE -> kind != Kind.BOOL || column.word(i) != 1;
            case IS_FALSE -> kind == Kind.BOOL && column.word(i) == 0;
            case IS_NOT_FALSE -> kind != Kind.BOOL || column.word(i) != 0;
            case IS_DISTINCT, IS_NOT_DISTINCT -> throw new AssertionError();
          };
      words[i] = yes ? 1 : 0;
    }
    return Column.of(Kind.BOOL, words);
  }
}
