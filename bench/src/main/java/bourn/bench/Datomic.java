package bourn.bench;

import clojure.lang.Keyword;
import datomic.Connection;
import datomic.Database;
import datomic.Peer;
import java.util.List;
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

  void load(People people) throws Exception {
    transact(PeopleForms.theirSchema(true));
    List<People.Person> all = people.people();
    for (int i = 0; i < all.size(); i += PEOPLE_A_TRANSACTION) {
      transact(PeopleForms.theirs(all.subList(i, Math.min(all.size(), i + PEOPLE_A_TRANSACTION))));
    }
    index();
  }

  /** Returns when everything is in the segments of the index, and none of it in memory only. */
  void index() throws Exception {
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
