package bourn.bench;

import bourn.Bourn;
import bourn.kernel.KeyValue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** How large the indexes of five million datoms are. */
final class IndexBytes implements Bench {

  private static final int PEOPLE = 1_000_000;
  private static final int ORDERS = 3;

  @Override
  public String name() {
    return "index-bytes";
  }

  @Override
  public String what() {
    return "bytes a datom and order of 5,000,000 datoms: in segments, and in the files of the"
        + " state";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Path store = scratch.resolve("store");
    double segments;
    try (Bourn bourn = Bourn.open(store)) {
      PeopleStore.fill(bourn.datoms(PeopleStore.STREAM), PEOPLE);
      segments = (double) segmentBytes(bourn.kernel().derived());
      if (!bourn.kernel().derived().reclaim()) {
        throw new IllegalStateException("what was removed is required to be given back");
      }
    }
    return List.of(
        figure("segments", segments),
        figure("files", (double) Scratch.bytes(store.resolve("state"))));
  }

  private static Figure figure(String row, double bytes) {
    double datoms = (double) PEOPLE * PeopleForms.DATOMS;
    return new Figure(
        "index-bytes/" + row, "bytes a datom and order", true, bytes / datoms / ORDERS, null, 0);
  }

  /** Returns the bytes of all segments and lists of them, with their keys. */
  static long segmentBytes(KeyValue state) {
    byte[] end = new byte[32];
    Arrays.fill(end, (byte) 0xFF);
    long bytes = 0;
    try (KeyValue.Entries entries = state.scan(KeyValue.Family.SEGMENTS, new byte[0], end)) {
      while (entries.next()) {
        bytes += entries.key().length + entries.value().length;
      }
    }
    return bytes;
  }
}
