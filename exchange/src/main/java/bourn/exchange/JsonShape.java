package bourn.exchange;

import bourn.formats.Json;
import bourn.formats.ValueReader;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.io.Reader;

/** Objects as entity maps, by {@link JsonValues}. */
final class JsonShape implements Shape {

  private static final Keyword IDENT = Keyword.of("db/ident");

  private final Tempids tempids;
  private final boolean lines;

  /**
   * Makes a shape.
   *
   * @param lines whether each line is an object
   */
  JsonShape(String name, boolean lines) {
    this.tempids = new Tempids(name);
    this.lines = lines;
  }

  @Override
  public ValueReader reader(Reader in) {
    return lines ? Json.lines(in) : Json.reader(in);
  }

  @Override
  public boolean declares(Value record) {
    return record instanceof Value.Entries map
        && (map.get(IDENT) != null || map.get(Value.of(":db/ident")) != null);
  }

  @Override
  public void add(Value record, Batch batch) {
    if (!(record instanceof Value.Entries map)) {
      throw new IllegalArgumentException("required an object, found " + record);
    }
    Value.Entries entity = JsonValues.entity(map, batch);
    tempids.add(entity, batch);
    batch.add(entity);
  }
}
