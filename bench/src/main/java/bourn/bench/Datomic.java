package bourn.bench;

import clojure.lang.Keyword;
import datomic.Connection;
import datomic.Database;
import datomic.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The peer: Datomic in memory, every attribute indexed. */
final class Datomic implements AutoCloseable {

  static final String NAME = "datomic peer 1.0.7622 mem";

  private static final int PEOPLE_A_TRANSACTION = 1_000;

  private final String uri = "datomic:mem://" + UUID.randomUUID();
  private final Connection connection;

  Datomic() throws Exception {
    Peer.createDatabase(uri);
    connection = Peer.connect(uri);
  }

  void declare(String ident, String type, String cardinality) throws Exception {
    connection
        .transact(
            List.of(
                Map.of(
                    key("db/ident"), key(ident),
                    key("db/valueType"), key("db.type/" + type),
                    key("db/cardinality"), key("db.cardinality/" + cardinality),
                    key("db/index"), true)))
        .get();
  }

  void load(People people) throws Exception {
    declare("name", "string", "one");
    declare("last-name", "string", "one");
    declare("sex", "keyword", "one");
    declare("age", "long", "one");
    declare("salary", "long", "one");
    List<Object> forms = new ArrayList<>();
    for (People.Person person : people.people()) {
      forms.add(
          Map.of(
              key("name"), person.name(),
              key("last-name"), person.lastName(),
              key("sex"), key(person.sex()),
              key("age"), (long) person.age(),
              key("salary"), (long) person.salary()));
      if (forms.size() == PEOPLE_A_TRANSACTION) {
        transact(forms);
        forms.clear();
      }
    }
    transact(forms);
    connection.requestIndex();
    connection.syncIndex(connection.db().basisT()).get();
  }

  void transact(List<?> forms) throws Exception {
    connection.transact(List.copyOf(forms)).get();
  }

  Database db() {
    return connection.db();
  }

  static Keyword key(String name) {
    return Keyword.intern(name);
  }

  @Override
  public void close() {
    connection.release();
    Peer.deleteDatabase(uri);
  }
}
