package bourn.jdbc;

import bourn.Bourn;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stores that connections of this process have open, each opened once. */
final class Stores {

  /*
   * Stores are opened and closed under one lock, so that no folder is opened that is not let go of
   * yet. Leases are counted without it. Who finds a store whose last lease was just closed closes it
   * himself, before whoever closed the lease comes to do so.
   */

  private final Map<String, OpenStore> open = new HashMap<>();

  /**
   * Returns a use of the store at {@code address}, which is opened if nobody has it open.
   *
   * @throws SQLException if there is none, or it cannot be opened
   */
  synchronized Lease open(Address address) throws SQLException {
    if (address.heap() && address.name().isEmpty()) {
      return new OpenStore(Bourn.inMemory(), store -> store.bourn().close()).first();
    }
    String key = key(address);
    OpenStore known = open.get(key);
    Lease lease = known == null ? null : known.another();
    return lease == null ? openNew(key, address, known) : lease;
  }

  private Lease openNew(String key, Address address, @Nullable OpenStore former)
      throws SQLException {
    if (former != null) {
      close(key, former);
    }
    Bourn bourn = address.heap() ? Bourn.inMemory() : opened(address);
    OpenStore store = new OpenStore(bourn, done -> close(key, done));
    open.put(key, store);
    return store.first();
  }

  private synchronized void close(String key, OpenStore store) {
    if (open.remove(key, store)) {
      store.bourn().close();
    }
  }

  private static String key(Address address) throws SQLException {
    if (address.heap()) {
      return "mem:" + address.name();
    }
    Path folder = address.folder();
    if (!Files.isDirectory(folder)) {
      throw Problems.refused("there is no store at " + folder.toAbsolutePath());
    }
    try {
      return (address.readOnly() ? "read:" : "store:") + folder.toRealPath();
    } catch (IOException e) {
      throw Problems.of(e);
    }
  }

  private static Bourn opened(Address address) throws SQLException {
    try {
      return address.readOnly()
          ? Bourn.openReadOnly(address.folder())
          : Bourn.open(address.folder());
    } catch (StorageException e) {
      throw Problems.unopened(e);
    }
  }
}
