package bourn.bench;

import static bourn.bench.Datomic.key;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The peer for what is durable: Datomic local, which keeps a database in a folder. */
final class DatomicLocal {

  static final String NAME = "datomic local 1.0.291";

  private static final String API = "datomic.client.api";

  private final IFn transact;
  private final Object connection;

  /** Makes an empty database in {@code folder}. */
  DatomicLocal(Path folder) {
    Clojure.var("clojure.core", "require").invoke(Clojure.read(API));
    Object client =
        Clojure.var(API, "client")
            .invoke(
                Map.of(
                    key("server-type"), key("datomic-local"),
                    key("storage-dir"), folder.toString(),
                    key("system"), "bench"));
    Map<?, ?> database = Map.of(key("db-name"), "people");
    Clojure.var(API, "create-database").invoke(client, database);
    connection = Clojure.var(API, "connect").invoke(client, database);
    transact = Clojure.var(API, "transact");
  }

  /** Returns when the transaction is on disk. */
  void transact(List<?> forms) {
    transact.invoke(connection, Map.of(key("tx-data"), forms));
  }
}
