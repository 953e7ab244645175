package example;

import org.rocksdb.RocksDB;

/** Embeds Bourn in a service of its own. */
public final class Service {

  private Service() {}

  public static void main(String... args) {
    RocksDB.loadLibrary();
    System.out.println("RocksDB " + RocksDB.rocksdbVersion());
  }
}
