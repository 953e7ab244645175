package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression made ready to compute the rows of a batch at once. */
@FunctionalInterface
interface Evaluation {

  /** Returns a dense column of {@code batch.count()} rows. */
  Column apply(Batch batch);

  static Evaluation of(Expression expression, Codes codes) {
    return all(List.of(expression), codes)[0];
  }

  /** Returns evaluations of expressions, of which equal parts are computed once a batch. */
  static Evaluation[] all(List<Expression> expressions, Codes codes) {
    Map<Expression, Evaluation> known = new HashMap<>();
    return expressions.stream().map(e -> of(e, codes, known)).toArray(Evaluation[]::new);
  }

  private static Evaluation of(
      Expression expression, Codes codes, Map<Expression, Evaluation> known) {
    Evaluation same = known.get(expression);
    if (same == null) {
      same =
          switch (expression) {
            case Expression.Input(int index) -> new Once(batch -> Gather.dense(batch, index));
            case Expression.Constant(Value value) -> constant(value, codes);
            case Expression.Call call -> new Once(call(call, codes, known));
          };
      known.put(expression, same);
    }
    return same;
  }

  private static Evaluation constant(Value value, Codes codes) {
    long[] words = new long[Batch.MOST_ROWS];
    Arrays.fill(words, codes.word(value));
    Kind kind = Codes.kind(value);
    Column column = Column.of(kind, words);
    return batch -> column;
  }

  private static Evaluation call(
      Expression.Call call, Codes codes, Map<Expression, Evaluation> known) {
    Function function = call.function();
    Evaluation[] arguments =
        call.arguments().stream().map(a -> of(a, codes, known)).toArray(Evaluation[]::new);
    return batch -> {
      Column[] columns = new Column[arguments.length];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = arguments[i].apply(batch);
      }
      return function.apply(columns, batch.count(), codes);
    };
  }

  /** Computes each batch once, however often it is asked for. */
  final class Once implements Evaluation {

    private final Evaluation evaluation;
    private @Nullable Batch last;
    private @Nullable Column made;

    private Once(Evaluation evaluation) {
      this.evaluation = evaluation;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public Column apply(Batch batch) {
      Column known = made;
      if (known == null || last != batch) {
        known = evaluation.apply(batch);
        made = known;
        last = batch;
      }
      return known;
    }
  }
}
