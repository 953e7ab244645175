package bourn.exchange;

import bourn.formats.EdnForms;
import bourn.formats.ValueReader;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.io.Reader;
import java.util.List;

/** Forms of transactions as they are; a list of forms stays in one transaction. */
final class EdnShape implements Shape {

  private static final Keyword IDENT = Keyword.of("db/ident");

  private final Tempids tempids;

  EdnShape(String name) {
    this.tempids = new Tempids(name);
  }

  @Override
  public ValueReader reader(Reader in) {
    return EdnForms.reader(in);
  }

  @Override
  public boolean declares(Value record) {
    return switch (record) {
      case Value.Entries map -> map.get(IDENT) != null;
      case Value.Items(List<Value> items) when isSeveral(items) ->
          items.stream().anyMatch(this::declares);
      case Value.Items(List<Value> items) -> items.size() > 2 && items.get(2).equals(IDENT);
      default -> false;
    };
  }

  private static boolean isSeveral(List<Value> items) {
    return !items.isEmpty()
        && (items.getFirst() instanceof Value.Entries || items.getFirst() instanceof Value.Items);
  }

  @Override
  public void add(Value record, Batch batch) {
    if (record instanceof Value.Items(List<Value> items) && isSeveral(items)) {
      items.forEach(form -> addForm(form, batch));
    } else {
      addForm(record, batch);
    }
  }

  private void addForm(Value form, Batch batch) {
    if (!(form instanceof Value.Entries) && !(form instanceof Value.Items)) {
      throw new IllegalArgumentException("required a map or a list, found " + form);
    }
    tempids.add(form, batch);
    batch.add(form);
  }
}
