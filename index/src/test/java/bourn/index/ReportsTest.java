package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Deadline;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Being told of transactions. */
@Timeout(30)
final class ReportsTest {

  private final Kernel kernel = HeapKernel.open(Environment.system());
  private final Databases databases = Databases.of(kernel);
  private final DatomStream stream = databases.open("people");

  @AfterEach
  void close() {
    databases.close();
    kernel.close();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  @Test
  void reports_sayWhatEachTransactionDid() throws Exception {
    Transacted first = stream.transact(Edn.readAll("{:db/id 100 :name \"Ada\"}"));
    Transacted second = stream.transact(Edn.readAll("[:db/add 100 :name \"Eve\"]"));

    try (Reports reports = stream.reports(0)) {
      Report one = Objects.requireNonNull(reports.next(soon()));
      Report two = Objects.requireNonNull(reports.next(soon()));
      assertThat(one.t()).isZero();
      assertThat(one.datoms()).isEqualTo(first.datoms());
      assertThat(one.before()).isEqualTo(first.before());
      assertThat(two.after()).isEqualTo(second.after());
      assertThat(two.stamp()).isEqualTo(second.stamp());
      assertThat(two.before().datoms(100)).isEqualTo(one.after().datoms(100));
      assertThat(reports.next(Deadline.in(Duration.ofMillis(10)))).isNull();

      stream.transact(Edn.readAll("[:db/add 100 :name \"Bob\"]"));
      assertThat(Objects.requireNonNull(reports.next(soon())).t()).isEqualTo(2);
      assertThat(reports.cursor().offset()).isEqualTo(3);
    }
  }

  @Test
  void aSealedStream_hasALastReport() throws Exception {
    stream.transact(Edn.readAll("{:name \"Ada\"}"));
    stream.stream().seal(List.of());
    try (Reports reports = stream.reports(0)) {
      assertThat(reports.next(Deadline.NEVER)).isNotNull();
      assertThat(reports.next(Deadline.NEVER)).isNull();
    }
  }

  @Test
  void aListener_isToldOfAllThatComesInOrder() throws Exception {
    stream.transact(Edn.readAll("{:name \"before\"}"));
    BlockingQueue<Report> told = new LinkedBlockingQueue<>();
    Listening listening = stream.listen(told::add);
    for (int i = 0; i < 50; i++) {
      stream.transact(List.of(Value.map("n", i)));
    }
    List<Long> ts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ts.add(Objects.requireNonNull(told.poll(20, TimeUnit.SECONDS)).t());
    }
    assertThat(ts).isSorted().startsWith(1L).endsWith(50L);
    listening.close();
    listening.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
    stream.transact(List.of(Value.map("n", 51)));
    assertThat(told.poll(50, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void aListenerThatThrows_isToldOfNothingMore() {
    IllegalStateException why = new IllegalStateException("enough");
    try (Listening listening =
        stream.listen(
            report -> {
              throw why;
            })) {
      stream.transact(Edn.readAll("{:name \"Ada\"}"));
      assertThatThrownBy(() -> listening.ended().toCompletableFuture().get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCause(why);
    }
  }

  @Test
  void aListenerThatClosesItself_isNotInterrupted() throws Exception {
    BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
    Listening[] own = new Listening[1];
    own[0] =
        stream.listen(
            report -> {
              own[0].close();
              interrupted.add(Thread.currentThread().isInterrupted());
            });
    stream.transact(Edn.readAll("{:name \"Ada\"} {:name \"Bob\"}"));
    assertThat(interrupted.poll(20, TimeUnit.SECONDS)).isFalse();
    own[0].ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Nobody merges what a closed index has: whoever waits for that is told, and ends. */
  @Test
  void aListenerOfAClosedIndex_ends() throws Exception {
    databases.close();
    Limits few = new Limits(8, 20, 20);
    DatomStream first = IndexedStream.open(kernel, "closed", few);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Listening listening =
        first.listen(
            report -> {
              try {
                goOn.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })) {
      first.close();
      try (DatomStream second = IndexedStream.open(kernel, "closed", few)) {
        for (int i = 0; i < 300; i++) {
          second.transact(List.of(Value.map("n", i)));
        }
        goOn.countDown();
        assertThatThrownBy(() -> listening.ended().toCompletableFuture().get(20, TimeUnit.SECONDS))
            .hasMessageContaining("was closed");
      }
    }
  }
}
