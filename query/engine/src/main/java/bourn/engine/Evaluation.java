package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.Arrays;

/** An expression made ready to compute the rows of a batch at once. */
@FunctionalInterface
interface Evaluation {

  /** Returns a dense column of {@code batch.count()} rows. */
  Column apply(Batch batch);

  static Evaluation of(Expression expression, Codes codes) {
    return switch (expression) {
      case Expression.Input(int index) -> batch -> Gather.dense(batch, index);
      case Expression.Constant(Value value) -> constant(value, codes);
      case Expression.Call call -> call(call, codes);
    };
  }

  private static Evaluation constant(Value value, Codes codes) {
    long[] words = new long[Batch.MOST_ROWS];
    Arrays.fill(words, codes.word(value));
    Kind kind = Codes.kind(value);
    Column column = Column.of(kind, words);
    return batch -> column;
  }

  private static Evaluation call(Expression.Call call, Codes codes) {
    Function function = call.function();
    Evaluation[] arguments =
        call.arguments().stream().map(a -> of(a, codes)).toArray(Evaluation[]::new);
    return batch -> {
      Column[] columns = new Column[arguments.length];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = arguments[i].apply(batch);
      }
      return function.apply(columns, batch.count(), codes);
    };
  }
}
