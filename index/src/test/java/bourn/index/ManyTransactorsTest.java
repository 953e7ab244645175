package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.kernel.CausalContext;
import bourn.kernel.Durability;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Transactions of one stream happen one at a time, whoever makes them. */
final class ManyTransactorsTest {

  private static final int EACH = 100;

  @Test
  void twoTransactors_onOneStream_neverWriteTheSameT() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system())) {
      EventStream stream = kernel.open(StreamDescriptor.datom("counted"));
      List<Callable<List<Long>>> transactors = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        StreamIndex own =
            new StreamIndex(
                kernel,
                stream,
                Limits.DEFAULT,
                new SegmentCache(1 << 20),
                new NoveltyShare(1 << 20),
                new Functions(),
                index -> {},
                index -> {});
        transactors.add(() -> count(own));
      }
      List<Long> ts = runAll(transactors);

      assertThat(ts)
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 2 * EACH).boxed().toList());
      StreamIndex fresh =
          new StreamIndex(
              kernel,
              stream,
              Limits.DEFAULT,
              new SegmentCache(1 << 20),
              new NoveltyShare(1 << 20),
              new Functions(),
              index -> {},
              index -> {});
      assertThat(count(fresh.database(CausalContext.NONE), "a")).isEqualTo(2 * EACH);
    }
  }

  private static List<Long> count(StreamIndex index) {
    List<Long> ts = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      List<Value> forms = List.of(Value.map("a", i));
      ts.add(index.transact(before -> forms, CausalContext.NONE, Durability.MEMORY).t());
    }
    return ts;
  }

  private static <T> List<T> runAll(List<Callable<List<T>>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<List<T>> task : threads.invokeAll(tasks)) {
        results.addAll(task.get());
      }
    }
    return results;
  }

  private static int count(Database database, String attribute) {
    long id = Objects.requireNonNull(database.attribute(Keyword.of(attribute))).id();
    return Reads.rows(database, Restriction.equal(1, Value.of(id))).size();
  }

  @Test
  void aDatabase_staysWhatItIs_whileOthersTransactAndMerge() throws Exception {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = IndexedStream.open(kernel, "busy", new Limits(16, 100, 100))) {
      stream.transact(List.of(Value.map("a", -1)));
      List<Callable<List<Long>>> tasks = new ArrayList<>();
      for (int writer = 0; writer < 2; writer++) {
        tasks.add(
            () -> {
              for (int i = 0; i < 400; i++) {
                long entity = 100L + i % 60;
                stream.transact(List.of(Value.map("db/id", entity, "a", i, "b", "text" + i)));
              }
              return List.of();
            });
      }
      tasks.add(
          () -> {
            for (int i = 0; i < 300; i++) {
              assertStays(stream);
            }
            return List.of();
          });
      runAll(tasks);
    }
  }

  /** Reads a database twice: all of it, and by attribute. */
  private static void assertStays(DatomStream stream) {
    Database database = stream.db();
    List<Model.Row> rows = Reads.rows(database);
    long instants = rows.stream().filter(row -> row.entity() == row.tx()).count();
    assertThat(instants).isEqualTo(database.basis() + 1);
    assertThat(Reads.rows(database)).isEqualTo(rows);
    Database before = database.asOf(database.basis() / 2);
    assertThat(Reads.rows(before.history()))
        .containsAll(Reads.rows(before))
        .allMatch(row -> row.tx() <= database.asOf(before.basis()).basis() + (1L << 62));
  }

  @Test
  void aScan_keepsItsSegments_thoughMergesReplaceThem() {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream =
            IndexedStream.open(kernel, "scanned", new Limits(16, 100_000, 100_000))) {
      rewrite(stream, 0);
      Database database = stream.db();
      List<Long> entities = new ArrayList<>();
      database
          .datoms()
          .scan(
              new int[] {0},
              List.of(Restriction.equal(1, id(database, "a"))),
              new Codes(),
              batch -> {
                for (int i = 0; i < batch.count(); i++) {
                  entities.add(batch.columns()[0].word(batch.row(i)));
                }
                rewrite(stream, 1);
                rewrite(stream, 2);
                return true;
              });

      assertThat(entities).containsExactlyElementsOf(LongStream.range(100, 3_100).boxed().toList());
    }
  }

  private static void rewrite(DatomStream stream, int value) {
    List<Value> forms = new ArrayList<>();
    for (long entity = 100; entity < 3_100; entity++) {
      forms.add(Value.map("db/id", entity, "a", value));
    }
    stream.transact(forms);
    stream.settle();
  }

  private static Value id(Database database, String attribute) {
    return Value.of(Objects.requireNonNull(database.attribute(Keyword.of(attribute))).id());
  }
}
