package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Sink;
import java.util.List;

/** Passes on computed columns; columns that are only moved stay as they are. */
final class Projecting implements Sink {

  private final int[] moved;
  private final Evaluation[] computed;
  private final boolean onlyMoved;
  private final Sink next;

  Projecting(List<Expression> expressions, Codes codes, Sink next) {
    this.moved =
        expressions.stream()
            .mapToInt(e -> e instanceof Expression.Input(int index) ? index : -1)
            .toArray();
    this.computed = Evaluation.all(expressions, codes);
    this.onlyMoved = expressions.stream().allMatch(Expression.Input.class::isInstance);
    this.next = next;
  }

  @Override
  public boolean accept(Batch batch) {
    Column[] columns = new Column[moved.length];
    if (onlyMoved) {
      for (int c = 0; c < columns.length; c++) {
        columns[c] = batch.columns()[moved[c]];
      }
      return next.accept(new Batch(columns, batch.count(), batch.selection()));
    }
    for (int c = 0; c < columns.length; c++) {
      columns[c] = computed[c].apply(batch);
    }
    return next.accept(new Batch(columns, batch.count(), null));
  }
}
