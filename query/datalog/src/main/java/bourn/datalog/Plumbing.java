package bourn.datalog;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.Expression;
import bourn.engine.Function;
import bourn.kernel.Value;
import java.util.List;

/** The functions that clauses compile to beside those that a query names. */
enum Plumbing implements Function {
  /** Whether two values are the same. */
  SAME {
    @Override
    public Value apply(Value[] arguments) {
      return Value.of(arguments[0].equals(arguments[1]));
    }

    @Override
    public Column apply(Column[] arguments, int count, Codes codes) {
      Column left = arguments[0];
      Column right = arguments[1];
      long[] words = new long[count];
      for (int i = 0; i < count; i++) {
        boolean same = left.word(i) == right.word(i) && left.kind(i) == right.kind(i);
        words[i] = same ? 1 : 0;
      }
      return Column.of(Kind.BOOL, words);
    }
  },
  /** Whether there is a value. */
  SOME {
    @Override
    public Value apply(Value[] arguments) {
      return Value.of(!(arguments[0] instanceof Value.Nil));
    }

    @Override
    public Column apply(Column[] arguments, int count, Codes codes) {
      long[] words = new long[count];
      for (int i = 0; i < count; i++) {
        words[i] = arguments[0].kind(i) == Kind.NULL ? 0 : 1;
      }
      return Column.of(Kind.BOOL, words);
    }
  },
  /** The first argument that is a value. */
  FIRST {
    @Override
    public Value apply(Value[] arguments) {
      return arguments[0] instanceof Value.Nil ? arguments[1] : arguments[0];
    }
  },
  /** The element of a list at an index, or {@code nil}. */
  ELEMENT {
    @Override
    public Value apply(Value[] arguments) {
      return arguments[0] instanceof Value.Items(List<Value> items)
              && arguments[1] instanceof Value.Int(long index)
              && index < items.size()
          ? items.get((int) index)
          : Value.Nil.NIL;
    }
  },
  /** Whether a value counts as true: neither {@code false} nor {@code nil}. */
  TRUTH {
    @Override
    public Value apply(Value[] arguments) {
      return Value.of(truthy(arguments[0]));
    }

    @Override
    public Column apply(Column[] arguments, int count, Codes codes) {
      if (arguments[0].uniform() && arguments[0].kind() == Kind.BOOL) {
        return arguments[0];
      }
      long[] words = new long[count];
      for (int i = 0; i < count; i++) {
        Kind kind = arguments[0].kind(i);
        words[i] = kind == Kind.NULL || (kind == Kind.BOOL && arguments[0].word(i) == 0) ? 0 : 1;
      }
      return Column.of(Kind.BOOL, words);
    }
  };

  /** Returns whether {@code value} is neither {@code false} nor {@code nil}. */
  static boolean truthy(Value value) {
    return !(value instanceof Value.Nil) && !value.equals(new Value.Bool(false));
  }

  /** Returns the call of this function. */
  Expression of(Expression... arguments) {
    return new Expression.Call(this, List.of(arguments));
  }
}
