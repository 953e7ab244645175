package bourn.engine;

import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.datoms.Schema;
import bourn.index.Database;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A datom stream as facts: itself. */
final class DatabaseSource implements Source {

  private final Database database;

  DatabaseSource(Database database) {
    this.database = database;
  }

  @Override
  public Table datoms() {
    return database.datoms();
  }

  @Override
  public @Nullable Table rows(List<Keyword> attributes) {
    List<Attribute> known = new ArrayList<>();
    for (Keyword ident : attributes) {
      Attribute attribute = database.attribute(ident);
      if (attribute == null || attribute.many()) {
        return null;
      }
      known.add(attribute);
    }
    return database.isHistory() ? null : database.rows(known);
  }

  @Override
  public @Nullable Value attribute(Keyword ident) {
    Attribute attribute = database.attribute(ident);
    return attribute == null ? null : Value.of(attribute.id());
  }

  @Override
  public Set<Keyword> attributes() {
    Set<Keyword> idents = new LinkedHashSet<>();
    database.attributes().forEach(attribute -> idents.add(attribute.ident()));
    return idents;
  }

  @Override
  public @Nullable Attribute declared(Keyword ident) {
    return database.attribute(ident);
  }

  @Override
  public boolean current() {
    return !database.isHistory();
  }

  @Override
  public @Nullable List<Value> values(Value entity, Value attribute) {
    return !database.isHistory()
            && entity instanceof Value.Int(long e)
            && attribute instanceof Value.Int(long a)
        ? database.values(e, a)
        : null;
  }

  @Override
  public @Nullable List<Datom> facts(Value entity, int most) {
    return !database.isHistory() && entity instanceof Value.Int(long e)
        ? database.datoms(e, most)
        : null;
  }

  /** What a database says of attributes. */
  private record Basis(Schema schema, boolean history, boolean stored) {}

  @Override
  public Object basis() {
    return new Basis(database.schema(), database.isHistory(), database.isStored());
  }

  @Override
  public boolean strict() {
    return database.isStored();
  }

  @Override
  public @Nullable Value entity(Value form) {
    Long entity = database.entity(form);
    return entity == null ? null : Value.of(entity);
  }

  @Override
  public void observe() {
    database.observe();
  }

  @Override
  public Behind behind() {
    return new Behind.Facts(database);
  }
}
