package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.kernel.Environment;
import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import bourn.kernel.KeyValue.Family;
import bourn.kernel.ProgressListener;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import bourn.storage.RocksKernel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes built again from the log, and compared with it, on a real store. */
final class IndexRebuildTest {

  private static final Limits SMALL = new Limits(16, 200, 200);

  @TempDir Path folder;

  private Kernel open() {
    return RocksKernel.open(folder, Environment.system(), descriptor -> ValueFormat.INSTANCE);
  }

  private static DatomStream stream(Kernel kernel) {
    return IndexedStream.open(kernel, "random", SMALL);
  }

  private static Kernel filled(Kernel kernel, Model model, long seed) {
    try (DatomStream stream = stream(kernel)) {
      RandomTransactions transactions = new RandomTransactions(seed, model, 12);
      transactions.declare(stream);
      transactions.run(stream, 120);
    }
    return kernel;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void verify_ofRandomHistories_findsNothing_andCountsWhatHolds(long seed) {
    Model model = new Model();
    try (Kernel kernel = filled(open(), model, seed);
        DatomStream stream = stream(kernel)) {
      RandomTransactions more = new RandomTransactions(seed + 100, model, 12);
      more.run(stream, 20);

      IndexReport report = stream.verify(ProgressListener.NONE);

      assertThat(report.findings()).isEmpty();
      long tail = stream.stream().extent().tail();
      assertThat(report.transactions()).isEqualTo(tail);
      assertThat(report.facts()).isEqualTo(model.holding(0, tail).size());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6})
  void rebuild_makesTheSameIndex_inOtherSegments(long seed) {
    Model model = new Model();
    RandomTransactions transactions = new RandomTransactions(seed, model, 12);
    try (Kernel kernel = open();
        DatomStream stream = stream(kernel)) {
      transactions.declare(stream);
      transactions.run(stream, 100);
      stream.settle();
      Set<Long> before = segments(kernel, stream);

      stream.rebuild(ProgressListener.NONE);

      IndexModelTest.compare(stream, model, transactions);
      assertThat(stream.verify(ProgressListener.NONE).findings()).isEmpty();
      transactions.run(stream, 60);
      IndexModelTest.compare(stream, model, transactions);
      stream.settle();
      stream.rebuild(ProgressListener.NONE);
      assertThat(segments(kernel, stream)).doesNotContainAnyElementsOf(before);
    }
    try (Kernel kernel = open();
        DatomStream stream = stream(kernel)) {
      IndexModelTest.compare(stream, model, transactions);
      assertThat(stream.verify(ProgressListener.NONE).findings()).isEmpty();
    }
  }

  private static Set<Long> segments(Kernel kernel, DatomStream stream) {
    IndexKey key = new IndexKey(stream.stream().extent().incarnation());
    Set<Long> ids = new HashSet<>();
    try (KeyValue.Entries entries =
        kernel.derived().scan(Family.SEGMENTS, key.segment(0), key.end())) {
      while (entries.next()) {
        ids.add(IndexKey.number(entries.key()));
      }
    }
    return ids;
  }

  @Test
  void aDatabaseFromBefore_andAScanUnderWay_keepTheirAnswers_andTransactionsGoOn()
      throws InterruptedException {
    Model model = new Model();
    try (Kernel kernel = filled(open(), model, 7);
        DatomStream stream = stream(kernel)) {
      Database before = stream.db();
      Database speculated = before.with(List.of(Value.map("db/id", 777, "age", 1))).after();
      List<Model.Row> expected = Reads.rows(before);
      List<Model.Row> expectedSpeculated = Reads.rows(speculated);
      Iterator<Datom> walk = before.datoms(DatomOrder.EAVT).iterator();
      assertThat(walk.hasNext()).isTrue();
      CountDownLatch begun = new CountDownLatch(1);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread reader =
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> failure.set(e))
              .start(
                  () -> {
                    begun.countDown();
                    while (!Thread.currentThread().isInterrupted()) {
                      assertThat(Reads.rows(before)).isEqualTo(expected);
                    }
                  });
      begun.await();
      AtomicLong steps = new AtomicLong();

      stream.rebuild(
          listener(
              done -> {
                if (steps.incrementAndGet() % 20 == 0) {
                  stream.transact(List.of(Value.map("age", 50 + steps.get())));
                }
              }));
      stream.rebuild(ProgressListener.NONE);
      reader.interrupt();
      reader.join();

      assertThat(failure.get()).isNull();
      assertThat(Reads.rows(before)).isEqualTo(expected);
      assertThat(Reads.rows(speculated)).isEqualTo(expectedSpeculated);
      List<Datom> walked = new ArrayList<>();
      walk.forEachRemaining(walked::add);
      assertThat(walked).hasSize(expected.size());
      assertThat(steps.get()).isGreaterThan(40);
      assertThat(Reads.rows(stream.db()).size()).isGreaterThan(expected.size() + 4);
      assertThat(stream.verify(ProgressListener.NONE).findings()).isEmpty();
    }
  }

  @Test
  void aRebuildThatFails_leavesTheIndexAsItWas_andNoSegments() {
    try (Kernel kernel = filled(open(), new Model(), 8)) {
      Set<Long> before;
      List<Model.Row> rows;
      try (DatomStream stream = stream(kernel)) {
        rows = Reads.rows(stream.db());
        before = segments(kernel, stream);
        AtomicLong steps = new AtomicLong();
        assertThatThrownBy(
                () ->
                    stream.rebuild(
                        listener(
                            done -> {
                              if (steps.incrementAndGet() == 60) {
                                throw new IllegalStateException("stopped");
                              }
                            })))
            .hasMessage("stopped");
        assertThat(segments(kernel, stream)).isEqualTo(before);
        assertThat(Reads.rows(stream.db())).isEqualTo(rows);
      }
      try (DatomStream stream = stream(kernel)) {
        assertThat(Reads.rows(stream.db())).isEqualTo(rows);
      }
    }
  }

  @Test
  void aRebuildThatTheProcessDidNotSurvive_leavesTheOldIndex_andItsSegmentsGo() {
    Kernel kernel = filled(open(), new Model(), 9);
    List<Model.Row> rows;
    Set<Long> before;
    AtomicReference<List<KeyValue.Entry>> state = new AtomicReference<>();
    long incarnation;
    try (DatomStream stream = stream(kernel)) {
      incarnation = stream.stream().extent().incarnation();
      rows = Reads.rows(stream.db());
      before = segments(kernel, stream);
      AtomicLong steps = new AtomicLong();
      stream.rebuild(
          listener(
              done -> {
                if (steps.incrementAndGet() == 60) {
                  state.set(entries(kernel, stream));
                }
              }));
      stream.rebuild(ProgressListener.NONE);
      assertThat(state.get()).hasSizeGreaterThan(before.size() + 7);
    }
    replace(kernel, incarnation, state.get());
    kernel.close();
    try (Kernel again = open();
        DatomStream stream = stream(again)) {
      assertThat(Reads.rows(stream.db())).isEqualTo(rows);
      assertThat(segments(again, stream)).isEqualTo(before);
      assertThat(stream.verify(ProgressListener.NONE).findings()).isEmpty();
    }
  }

  private static List<KeyValue.Entry> entries(Kernel kernel, DatomStream stream) {
    IndexKey key = new IndexKey(stream.stream().extent().incarnation());
    List<KeyValue.Entry> entries = new ArrayList<>();
    try (KeyValue.Entries scan = kernel.derived().scan(Family.SEGMENTS, key.start(), key.end())) {
      while (scan.next()) {
        entries.add(new KeyValue.Entry(scan.key(), scan.value()));
      }
    }
    return entries;
  }

  private static void replace(Kernel kernel, long incarnation, List<KeyValue.Entry> entries) {
    IndexKey key = new IndexKey(incarnation);
    KeyValue.Batch batch = new KeyValue.Batch();
    batch.deleteRange(Family.SEGMENTS, key.start(), key.end());
    entries.forEach(entry -> batch.put(Family.SEGMENTS, entry.key(), entry.value()));
    kernel.derived().write(batch);
  }

  @Test
  void aChangedByteOfASegment_isFound_andRebuildMendsIt() {
    try (Kernel kernel = filled(open(), new Model(), 10)) {
      IndexKey key;
      long damaged;
      try (DatomStream stream = stream(kernel)) {
        key = new IndexKey(stream.stream().extent().incarnation());
        damaged = segments(kernel, stream).stream().max(Long::compare).orElseThrow();
      }
      byte[] bytes =
          Objects.requireNonNull(kernel.derived().get(Family.SEGMENTS, key.segment(damaged)));
      bytes[bytes.length / 2] ^= 4;
      kernel
          .derived()
          .write(new KeyValue.Batch().put(Family.SEGMENTS, key.segment(damaged), bytes));

      try (DatomStream stream = stream(kernel)) {
        IndexReport report = stream.verify(ProgressListener.NONE);
        assertThat(report.isSound()).isFalse();
        assertThat(report.findings())
            .anySatisfy(
                finding ->
                    assertThat(finding)
                        .contains("segment " + damaged + " (")
                        .contains("damaged: required crc"))
            .anySatisfy(finding -> assertThat(finding).contains("is not compared"));

        stream.rebuild(ProgressListener.NONE);
        assertThat(stream.verify(ProgressListener.NONE).findings()).isEmpty();
      }
    }
  }

  @Test
  void aFilterThatLacksAValue_isFound_andRebuildMendsIt() {
    byte[] nothing = SegmentFormat.sealed(ValueFilter.of(Segment.EMPTY).toOutput());
    assertThatFilter(nothing)
        .allSatisfy(
            finding ->
                assertThat(finding)
                    .startsWith("AVET, current, segment ")
                    .contains(" has a filter that lacks ["));
  }

  @Test
  void aDamagedFilter_isFound_andRebuildMendsIt() {
    byte[] damaged = SegmentFormat.sealed(ValueFilter.of(Segment.EMPTY).toOutput());
    damaged[damaged.length - 1] ^= 4;
    assertThatFilter(damaged)
        .anySatisfy(finding -> assertThat(finding).contains("damaged: required crc"));
  }

  /** Has all filters be {@code bytes}, verifies, and builds the index again. */
  private ListAssert<String> assertThatFilter(byte[] bytes) {
    try (Kernel kernel = filled(open(), new Model(), 30);
        DatomStream stream = stream(kernel)) {
      IndexKey key = new IndexKey(stream.stream().extent().incarnation());
      KeyValue.Batch batch = new KeyValue.Batch();
      try (KeyValue.Entries filters =
          kernel.derived().scan(Family.SEGMENTS, key.filter(0), key.end())) {
        while (filters.next()) {
          batch.put(Family.SEGMENTS, filters.key(), bytes);
        }
      }
      assertThat(batch.changes()).isNotEmpty();
      kernel.derived().write(batch);
      List<String> findings = stream.verify(ProgressListener.NONE).findings();

      stream.rebuild(ProgressListener.NONE);
      assertThat(stream.verify(ProgressListener.NONE).findings()).isEmpty();
      return assertThat(findings).isNotEmpty();
    }
  }

  @ParameterizedTest(name = "order {0}")
  @ValueSource(ints = {0, 1, 2})
  void aFactDroppedFromASegment_isNamed(int ordinal) {
    assertThatChanged(ordinal, segment -> without(segment, 1))
        .anySatisfy(finding -> assertThat(finding).contains("holds "));
  }

  @ParameterizedTest(name = "order {0}")
  @ValueSource(ints = {0, 1, 2})
  void aChangedFactOfASegment_isNamed_asTheOneLackedAndTheOneThatIsThere(int ordinal) {
    assertThatChanged(ordinal, segment -> laterEntity(segment, segment.count() - 1))
        .anySatisfy(finding -> assertThat(finding).contains("has, and the log has not, ["));
  }

  /** Changes the last segment of the current facts in an order, and verifies. */
  private ListAssert<String> assertThatChanged(int ordinal, UnaryOperator<Segment> change) {
    Order order = Order.values()[ordinal];
    try (Kernel kernel = filled(open(), new Model(), 20 + ordinal)) {
      try (DatomStream stream = stream(kernel)) {
        assertThat(stream.verify(ProgressListener.NONE).findings()).isEmpty();
        IndexKey key = new IndexKey(stream.stream().extent().incarnation());
        long id = largest(kernel, key, order);
        Segment segment =
            SegmentFormat.read(
                Objects.requireNonNull(kernel.derived().get(Family.SEGMENTS, key.segment(id))));
        Segment changed = change.apply(segment);
        String missing = missing(segment, changed);
        kernel
            .derived()
            .write(
                new KeyValue.Batch()
                    .put(Family.SEGMENTS, key.segment(id), SegmentFormat.write(changed)));
        IndexReport report = stream.verify(ProgressListener.NONE);

        assertThat(report.findings())
            .anySatisfy(
                finding ->
                    assertThat(finding)
                        .startsWith(order + ", current, lacks " + missing)
                        .endsWith("]"))
            .allSatisfy(finding -> assertThat(finding).startsWith(order.name()));
        return assertThat(report.findings());
      }
    }
  }

  private static long largest(Kernel kernel, IndexKey key, Order order) {
    SegmentList list =
        new IndexStore(kernel.derived(), key.incarnation(), "", new SegmentCache(0))
            .list(order, false);
    int largest = 0;
    for (int i = 0; i < list.size(); i++) {
      largest = list.count(i) > list.count(largest) ? i : largest;
    }
    return list.id(largest);
  }

  private static String missing(Segment segment, Segment changed) {
    for (int row = 0; row < segment.count(); row++) {
      if (row >= changed.count() || Keys.compare(Order.EAVT, segment, row, changed, row) != 0) {
        return "["
            + segment.entities()[row]
            + " "
            + name(segment.attributes()[row])
            + " "
            + segment.value(row)
            + " "
            + EntityIds.offset(segment.added()[row])
            + " :";
      }
    }
    throw new AssertionError("nothing was changed");
  }

  private static String name(long attribute) {
    var ident = BuiltIn.ident(attribute);
    return ident != null
        ? ident.toString()
        : ":"
            + List.of("any", "name", "age", "tags", "friend", "parts", "code")
                .get((int) (attribute - EntityIds.FIRST_ATTRIBUTE));
  }

  private static Segment without(Segment segment, int row) {
    Rows rows = new Rows(segment.count(), segment.dictionary());
    rows.addAll(segment, 0, row, null);
    rows.addAll(segment, row + 1, segment.count(), null);
    return rows.toSegment();
  }

  private static Segment laterEntity(Segment segment, int row) {
    long[] entities = segment.entities().clone();
    entities[row] += 1_000_000;
    return new Segment(
        segment.count(),
        entities,
        segment.attributes(),
        segment.kind(),
        segment.kinds(),
        segment.words(),
        segment.dictionary(),
        segment.added(),
        segment.retracted(),
        segment.metas());
  }

  private static ProgressListener listener(Consumer<Long> onStep) {
    return new ProgressListener() {
      @Override
      public void begin(String task, long steps) {}

      @Override
      public void step(long steps) {
        onStep.accept(steps);
      }
    };
  }
}
