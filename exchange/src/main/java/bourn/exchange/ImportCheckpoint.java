package bourn.exchange;

import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.index.Database;
import bourn.index.DatomOrder;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * How far the import of some name has come, as each of its transactions says of itself.
 *
 * @param records how many records are imported
 * @param digest of these records, in hexadecimal digits
 */
record ImportCheckpoint(long records, String digest) {

  static final ImportCheckpoint START = new ImportCheckpoint(0, "");

  private static final Keyword NAME = Keyword.of("import/name");
  private static final Keyword RECORDS = Keyword.of("import/records");
  private static final Keyword DIGEST = Keyword.of("import/digest");

  /** Returns what the last transaction of {@code name} says, {@link #START} without any. */
  static ImportCheckpoint last(Database database, String name) {
    Attribute attribute = database.attribute(NAME);
    if (attribute == null) {
      return START;
    }
    Iterator<Datom> backward =
        database.reverseSeek(DatomOrder.AVET, NAME, Value.of(name)).iterator();
    if (!backward.hasNext()) {
      return START;
    }
    Datom last = backward.next();
    if (last.attribute() != attribute.id() || !last.value().equals(Value.of(name))) {
      return START;
    }
    return value(database, last.entity(), RECORDS) instanceof Value.Int(long records)
            && value(database, last.entity(), DIGEST) instanceof Value.Text(String digest)
        ? new ImportCheckpoint(records, digest)
        : START;
  }

  private static Value value(Database database, long entity, Keyword name) {
    Attribute attribute = database.attribute(name);
    List<Value> values = attribute == null ? List.of() : database.values(entity, attribute.id());
    return values.isEmpty() ? Value.Nil.NIL : values.getFirst();
  }

  /** Returns the forms by which a transaction says this of itself. */
  List<Value> forms(String name, Database before) {
    List<Value> forms = new ArrayList<>();
    declare(NAME, "db.type/string", before, forms);
    declare(RECORDS, "db.type/long", before, forms);
    declare(DIGEST, "db.type/string", before, forms);
    forms.add(
        new Value.Entries.Builder(4)
            .add(Keyword.of("db/id"), Keyword.of("db/current-tx"))
            .add(NAME, Value.of(name))
            .add(RECORDS, Value.of(records))
            .add(DIGEST, Value.of(digest))
            .build());
    return forms;
  }

  private static void declare(Keyword name, String type, Database before, List<Value> forms) {
    if (before.attribute(name) == null) {
      forms.add(Value.map("db/ident", name, "db/valueType", Keyword.of(type)));
    }
  }
}
