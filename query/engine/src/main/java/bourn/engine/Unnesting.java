package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Sink;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Passes on one row for each element of a collection of each row. */
final class Unnesting implements Sink {

  private final Evaluation collection;
  private final int elementWidth;
  private final Codes codes;
  private final Guard guard;
  private final Sink next;
  private final int[] rows = new int[Batch.MOST_ROWS];
  private ColumnBuilder[] elements = new ColumnBuilder[0];
  private int count;

  Unnesting(Plan.Unnest plan, Codes codes, Guard guard, Sink next) {
    this.collection = Evaluation.of(plan.collection(), codes);
    this.elementWidth = plan.elementWidth();
    this.codes = codes;
    this.guard = guard;
    this.next = next;
    clear();
  }

  @Override
  public boolean accept(Batch batch) {
    Column collections = collection.apply(batch);
    for (int i = 0; i < batch.count(); i++) {
      if (collections.kind(i) == Kind.CODE) {
        guard.check();
        for (Value element : elements(collections.value(i, codes))) {
          if (!add(batch.row(i), element) && !flush(batch)) {
            return false;
          }
        }
      }
    }
    return flush(batch);
  }

  private static Collection<Value> elements(Value value) {
    return switch (value) {
      case Value.Items(List<Value> items) -> items;
      case Value.Members members -> members.members();
      default -> List.of();
    };
  }

  /** Adds a row; returns whether there is room for more. */
  private boolean add(int row, Value element) {
    if (elementWidth == 0) {
      put(0, element);
    } else if (element instanceof Value.Items(List<Value> items) && items.size() == elementWidth) {
      for (int c = 0; c < elementWidth; c++) {
        put(c, items.get(c));
      }
    } else {
      return true;
    }
    rows[count++] = row;
    return count < rows.length;
  }

  private void put(int column, Value value) {
    elements[column].add(Codes.kind(value).tag(), codes.word(value));
  }

  private boolean flush(Batch batch) {
    guard.check();
    if (count == 0) {
      return true;
    }
    Column[] left = Gather.rows(batch.columns(), rows, count);
    Column[] both = Arrays.copyOf(left, left.length + elements.length);
    for (int c = 0; c < elements.length; c++) {
      both[left.length + c] = elements[c].column();
    }
    Batch made = new Batch(both, count, null);
    clear();
    return next.accept(made);
  }

  private void clear() {
    elements = new ColumnBuilder[Math.max(1, elementWidth)];
    Arrays.setAll(elements, c -> new ColumnBuilder());
    count = 0;
  }
}
