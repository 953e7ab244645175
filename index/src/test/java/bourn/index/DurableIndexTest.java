package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.columns.Restriction;
import bourn.kernel.Bound;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import bourn.kernel.KeyValue.Family;
import bourn.kernel.Keyword;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import bourn.storage.RocksKernel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an index survives, on a real store. */
final class DurableIndexTest {

  private static final Limits SMALL = new Limits(16, 200, 200);

  @TempDir Path folder;

  private Kernel open() {
    return RocksKernel.open(folder, Environment.system(), descriptor -> ValueFormat.INSTANCE);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12})
  void aReopenedStore_saysWhatTheModelSays(long seed) {
    Model model = new Model();
    RandomTransactions transactions = new RandomTransactions(seed, model, 12);
    try (Kernel kernel = open();
        DatomStream stream = IndexedStream.open(kernel, "random", SMALL)) {
      transactions.declare(stream);
      transactions.run(stream, 100);
    }
    try (Kernel kernel = open();
        DatomStream stream = IndexedStream.open(kernel, "random", SMALL)) {
      IndexModelTest.compare(stream, model, transactions);
      transactions.run(stream, 100);
      IndexModelTest.compare(stream, model, transactions);
    }
    try (Kernel kernel = open();
        DatomStream stream = IndexedStream.open(kernel, "random", SMALL)) {
      IndexModelTest.compare(stream, model, transactions);
    }
  }

  @Test
  void anIndexThatWasNotClosed_isCompletedFromTheLog() {
    try (Kernel kernel = open()) {
      DatomStream stream = IndexedStream.open(kernel, "left", SMALL);
      stream.transact(List.of(Value.map("db/id", 100, "name", "before the merge")));
      stream.settle();
      stream.transact(List.of(Value.map("db/id", 100, "name", "after it")));
    }
    try (Kernel kernel = open();
        DatomStream stream = DatomStream.open(kernel, "left")) {
      assertThat(stream.db().datoms(100))
          .singleElement()
          .satisfies(datom -> assertThat(datom.value()).isEqualTo(Value.of("after it")));
      assertThat(stream.db().asOf(0).datoms(100))
          .singleElement()
          .satisfies(datom -> assertThat(datom.value()).isEqualTo(Value.of("before the merge")));
    }
  }

  /** What is read is what was written, not what could be made anew from the log. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22})
  void segments_areReadAsTheyWereWritten(long seed) {
    Model model = new Model();
    RandomTransactions transactions = new RandomTransactions(seed, model, 12);
    try (Kernel kernel = open();
        DatomStream stream = IndexedStream.open(kernel, "random", SMALL)) {
      transactions.declare(stream);
      transactions.run(stream, 150);
      long tail = stream.stream().extent().tail();
      stream.settle();
      SegmentCache nothing = new SegmentCache(0);
      IndexStore store =
          new IndexStore(
              kernel.derived(), stream.stream().extent().incarnation(), "random", nothing);
      Snapshot read = store.read((epoch, until) -> until == tail);

      assertThat(read).isNotNull();
      Window all = Window.of(new Bound(0, tail), true);
      assertThat(DatomWalk.all(read, Range.all(Order.EAVT), all))
          .isEqualTo(stream.db().history().datoms(DatomOrder.EAVT).toList());
    }
  }

  /** A store of before there were filters has none, until its segments are merged. */
  @Test
  void withoutFilters_segmentsAreAsked() {
    Model model = new Model();
    RandomTransactions transactions = new RandomTransactions(31, model, 30);
    try (Kernel kernel = open();
        DatomStream stream = IndexedStream.open(kernel, "random", SMALL)) {
      transactions.declare(stream);
      transactions.run(stream, 100);
      stream.settle();
      IndexKey key = new IndexKey(stream.stream().extent().incarnation());
      kernel
          .derived()
          .write(new KeyValue.Batch().deleteRange(Family.SEGMENTS, key.filter(0), key.end()));
    }
    try (Kernel kernel = open();
        DatomStream stream = IndexedStream.open(kernel, "random", SMALL)) {
      IndexModelTest.compare(stream, model, transactions);
      transactions.run(stream, 100);
      stream.settle();
      IndexModelTest.compare(stream, model, transactions);
    }
  }

  @Test
  void lookingUpValuesThatNobodyHas_readsHardlyAnySegment() {
    List<Value> forms =
        new ArrayList<>(Edn.readAll("{:db/ident :key :db/unique :db.unique/value}"));
    for (int i = 0; i < 2_000; i++) {
      forms.add(Value.map("key", "k" + 2 * i));
    }
    try (Kernel kernel = open();
        DatomStream stream = IndexedStream.open(kernel, "keys", SMALL)) {
      stream.transact(forms);
      stream.settle();
      long key = Objects.requireNonNull(stream.db().attribute(Keyword.of("key"))).id();
      CountedSegments counted =
          new CountedSegments(
              new IndexStore(
                  kernel.derived(),
                  stream.stream().extent().incarnation(),
                  "keys",
                  new SegmentCache(0)));
      Snapshot read = Objects.requireNonNull(counted.store.read((epoch, until) -> true));
      for (int i = 0; i < 2_000; i++) {
        Snapshot unread = new Snapshot(counted, read.base().unloaded(), List.of(), read.state());
        assertThat(unread.holder(key, Value.of("k" + (2 * i + 1)), unread.now())).isNull();
        int before = counted.loads;
        if (i % 100 == 0) {
          assertThat(unread.holder(key, Value.of("k" + 2 * i), unread.now())).isNotNull();
          assertThat(counted.loads).isGreaterThan(before);
          counted.loads = before;
        }
      }
      assertThat(counted.loads).isLessThan(60);
    }
  }

  /** Counts the segments that are loaded. */
  private static final class CountedSegments implements Segments {
    private final IndexStore store;
    private int loads;

    CountedSegments(IndexStore store) {
      this.store = store;
    }

    @Override
    public Segment load(long id) {
      loads++;
      return store.load(id);
    }

    @Override
    public @Nullable ValueFilter filter(long id) {
      return store.filter(id);
    }
  }

  @Test
  void aDamagedDirectory_isMadeAnewFromTheLog() {
    fill();
    try (Kernel kernel = open()) {
      long incarnation = incarnation(kernel);
      kernel
          .derived()
          .write(
              new KeyValue.Batch()
                  .put(
                      Family.SEGMENTS,
                      new IndexKey(incarnation).list(Order.AEVT, false),
                      new byte[40]));
      try (DatomStream stream = DatomStream.open(kernel, "filled")) {
        assertThat(Reads.rows(stream.db())).hasSize(601);
      }
    }
  }

  @Test
  void aDamagedSegment_isNeverReadAsIfItWereWhole() {
    fill();
    try (Kernel kernel = open()) {
      byte[] key = lastSegment(kernel);
      byte[] bytes = Objects.requireNonNull(kernel.derived().get(Family.SEGMENTS, key));
      bytes[bytes.length / 2] ^= 4;
      kernel.derived().write(new KeyValue.Batch().put(Family.SEGMENTS, key, bytes));
      try (DatomStream stream = DatomStream.open(kernel, "filled")) {
        Restriction value = Restriction.equal(2, Value.of(7));
        assertThatThrownBy(() -> Reads.rows(stream.db(), value))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("damaged");
      }
    }
  }

  private static byte[] lastSegment(Kernel kernel) {
    IndexKey key = new IndexKey(incarnation(kernel));
    long id = 1;
    while (kernel.derived().get(Family.SEGMENTS, key.segment(id + 1)) != null) {
      id++;
    }
    return key.segment(id);
  }

  private void fill() {
    try (Kernel kernel = open();
        DatomStream stream = DatomStream.open(kernel, "filled")) {
      List<Value> forms = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        forms.add(Value.map("name", "n" + i, "size", i));
      }
      stream.transact(forms.subList(0, 299));
      assertThat(Reads.rows(stream.db())).hasSize(2 * 299 + 3);
    }
  }

  private static long incarnation(Kernel kernel) {
    return kernel.open(StreamDescriptor.datom("filled")).extent().incarnation();
  }
}
