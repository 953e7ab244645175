package bourn.engine;

import bourn.index.Database;
import bourn.kernel.BoundedStream;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import bourn.typed.ColumnSegments;
import bourn.typed.TypedTable;
import java.util.ArrayList;
import java.util.List;

/** Everything bounded, as a {@link Source}. */
public final class Sources {

  private static final Keyword ID = Keyword.of("db/id");

  private Sources() {}

  /** Returns the facts of {@code database}. */
  public static Source of(Database database) {
    return new DatabaseSource(database);
  }

  /**
   * Returns the events of {@code bounded}, whatever its kind, as facts: the entity of an event is
   * its reference, and the keyword keys of a map its attributes. The value of an event that is no
   * map, or has a key that is no keyword, is its {@code :event/value}. Every event has {@code
   * :event/offset}, {@code :event/time}, {@code :event/origin} and, one for each cause, {@code
   * :event/cause}; keys of these names stay in the value. A key whose value is {@code nil} is no
   * fact.
   */
  public static Source generic(BoundedStream bounded) {
    return new EventSource(bounded);
  }

  /**
   * Returns the rows of {@code bounded} as facts: the fields are the attributes, beside those that
   * every event has.
   *
   * @throws IllegalArgumentException if it is no typed stream
   */
  public static Source typed(BoundedStream bounded) {
    return new TypedSource(bounded, TypedTable.of(bounded));
  }

  /** As {@link #typed(BoundedStream)}, read from {@code segments} as far as they go. */
  public static Source typed(BoundedStream bounded, ColumnSegments segments) {
    return new TypedSource(bounded, TypedTable.of(bounded, segments));
  }

  /**
   * Returns {@code maps} as facts: the keys of a map are its attributes, and it is itself the
   * entity, or the value of its {@code :db/id} is. A key whose value is {@code nil} is no fact.
   */
  public static Source maps(List<Value.Entries> maps) {
    List<List<Value>> facts = new ArrayList<>();
    for (Value.Entries map : maps) {
      Value entity = map.entries().getOrDefault(ID, map);
      map.entries()
          .forEach(
              (key, value) -> {
                if (!(value instanceof Value.Nil) && !key.equals(ID)) {
                  facts.add(List.of(entity, key, value));
                }
              });
    }
    return new RelationSource(facts);
  }

  /**
   * Returns {@code rows} as facts: entity, attribute, value, transaction, added, as far as a row
   * goes. What a row lacks is missing, but {@code added}, which is true. A row may be of any other
   * tuples as well; those of more than five elements have more columns.
   */
  public static Source relation(List<List<Value>> rows) {
    return new RelationSource(rows);
  }
}
