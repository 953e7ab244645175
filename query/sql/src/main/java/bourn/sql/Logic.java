package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.Function;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.function.IntFunction;

/** The logic of three values: true, false and missing. */
enum Logic implements Function {
  AND,
  OR,
  NOT;

  private static final int UNKNOWN = 2;

  /** Returns the result; asks for no argument after one that decides. */
  Value decide(int count, IntFunction<Value> argument) {
    int result = this == OR ? 0 : 1;
    for (int i = 0; i < count; i++) {
      result = combine(result, truth(argument.apply(i)));
      if (this != NOT && result == (this == AND ? 0 : 1)) {
        break;
      }
    }
    return result == UNKNOWN ? Value.Nil.NIL : Value.of(result == 1);
  }

  private static int truth(Value value) {
    return value instanceof Value.Bool(boolean yes) ? yes ? 1 : 0 : UNKNOWN;
  }

  private int combine(int a, int b) {
    return switch (this) {
      case AND -> a == 0 || b == 0 ? 0 : a == UNKNOWN || b == UNKNOWN ? UNKNOWN : 1;
      case OR -> a == 1 || b == 1 ? 1 : a == UNKNOWN || b == UNKNOWN ? UNKNOWN : 0;
      case NOT -> b == UNKNOWN ? UNKNOWN : 1 - b;
    };
  }

  @Override
  public Value apply(Value[] arguments) {
    return decide(arguments.length, i -> arguments[i]);
  }

  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    for (Column argument : arguments) {
      if (!argument.uniform() || argument.kind() != Kind.BOOL) {
        return combineSome(arguments, count);
      }
    }
    return combineAll(arguments, count);
  }

  /** No truth is unknown. */
  private Column combineAll(Column[] arguments, int count) {
    long[] words = new long[count];
    if (this != OR) {
      Arrays.fill(words, 1);
    }
    for (Column argument : arguments) {
      long[] truths = argument.words();
      int start = argument.start();
      switch (this) {
        case AND -> {
          for (int i = 0; i < count; i++) {
            words[i] &= truths[start + i];
          }
        }
        case OR -> {
          for (int i = 0; i < count; i++) {
            words[i] |= truths[start + i];
          }
        }
        case NOT -> {
          for (int i = 0; i < count; i++) {
            words[i] = 1 - truths[start + i];
          }
        }
      }
    }
    return Column.of(Kind.BOOL, words);
  }

  private Column combineSome(Column[] arguments, int count) {
    int[] results = new int[count];
    Arrays.fill(results, this == OR ? 0 : 1);
    boolean unknown = false;
    for (Column argument : arguments) {
      for (int i = 0; i < count; i++) {
        int truth = argument.kind(i) == Kind.BOOL ? (int) argument.word(i) : UNKNOWN;
        results[i] = combine(results[i], truth);
      }
    }
    long[] words = new long[count];
    byte[] kinds = new byte[count];
    for (int i = 0; i < count; i++) {
      boolean missing = results[i] == UNKNOWN;
      unknown |= missing;
      words[i] = missing ? 0 : results[i];
      kinds[i] = missing ? Kind.NULL.tag() : Kind.BOOL.tag();
    }
    return unknown ? Column.mixed(kinds, words, 0) : Column.of(Kind.BOOL, words);
  }
}
