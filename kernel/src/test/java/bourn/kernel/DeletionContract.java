package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every kernel promises of streams that are deleted. */
public interface DeletionContract extends KernelFixture {

  private static StreamName name(String name) {
    return new StreamName(name);
  }

  private static EventStream orders(Kernel kernel) {
    return kernel.open(StreamDescriptor.generic("orders"));
  }

  private static AppendRequest request(long number) {
    return AppendRequest.of(Value.of(number));
  }

  @Test
  default void delete_takesTheStreamAway() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request(0));

      assertThat(kernel.delete(name("orders"))).isTrue();

      assertThat(kernel.delete(name("orders"))).isFalse();
      assertThat(kernel.find(name("orders"))).isEmpty();
      assertThat(kernel.find(stream.extent().incarnation())).isEmpty();
      assertThat(kernel.streams()).isEmpty();
      assertThat(stream.append(request(1))).isEqualTo(new Append.Deleted(name("orders")));
      assertThat(stream.seal(List.of())).isEqualTo(new Append.Deleted(name("orders")));
      assertThatThrownBy(() -> stream.fork(name("fork"), 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("deleted");
    }
    try (Kernel kernel = reopen()) {
      assertThat(kernel.streams()).isEmpty();
      assertThat(kernel.find(1)).isEmpty();
    }
  }

  @Test
  default void aStreamOfTheSameName_isAnotherOne() {
    try (Kernel kernel = open()) {
      Cursor old = orders(kernel).extent().earliestCursor();
      orders(kernel).append(request(0));
      kernel.delete(name("orders"));

      EventStream again = orders(kernel);

      assertThat(again.extent().tail()).isZero();
      assertThat(again.extent().incarnation()).isEqualTo(2);
      again.append(request(1)).orThrow();
      try (Reader reader = again.read(old, CausalContext.NONE)) {
        assertThat(reader.next()).isEqualTo(Step.GAP);
        assertThat(reader.gap().cause()).isEqualTo(Gap.Cause.DEAD_INCARNATION);
      }
    }
    try (Kernel kernel = reopen()) {
      assertThat(EventStreamContract.drain(orders(kernel))).containsExactly(Value.of(1));
      assertThat(orders(kernel).extent().incarnation()).isEqualTo(2);
      assertThat(kernel.open(StreamDescriptor.generic("other")).extent().incarnation())
          .isEqualTo(3);
    }
  }

  @Test
  default void aReader_getsAGap() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request(0));
      stream.append(request(1));
      try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
        reader.next();
        kernel.delete(name("orders"));

        assertThat(reader.next()).isEqualTo(Step.GAP);
        assertThat(reader.gap().cause()).isEqualTo(Gap.Cause.DEAD_INCARNATION);
        assertThat(reader.gap().requested()).isEqualTo(1);
      }
    }
  }

  @Test
  default void whoeverWaits_isWoken() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel);
      Future<Long> waiting =
          threads.submit(() -> stream.awaitBeyond(0, Deadline.in(Duration.ofMinutes(5))));
      kernel.delete(name("orders"));

      assertThat(waiting.get(30, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  default void aFork_outlivesItsParent() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request(0));
      stream.append(request(1));
      EventStream fork = stream.fork(name("fork"), 1);
      EventStream forkOfFork = fork.fork(name("fork-of-fork"), 1);
      kernel.delete(name("orders"));
      kernel.delete(name("fork"));

      forkOfFork.append(request(2)).orThrow();

      assertThat(EventStreamContract.drain(forkOfFork)).containsExactly(Value.of(0), Value.of(2));
    }
    for (int i = 0; i < 2; i++) {
      try (Kernel kernel = reopen()) {
        assertThat(kernel.streams()).hasSize(1);
        EventStream forkOfFork = kernel.find(name("fork-of-fork")).orElseThrow();
        assertThat(EventStreamContract.drain(forkOfFork)).containsExactly(Value.of(0), Value.of(2));
        orders(kernel);
        assertThat(kernel.delete(name("orders"))).isTrue();
      }
    }
  }

  /** A stream deleted and made again in one commit: the new one has the name. */
  @Test
  default void deletedAndMadeAgainAtOnce_theNewOneIsFound() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 300; round++) {
        long before = orders(kernel).extent().incarnation();
        Future<?> deleted = threads.submit(() -> kernel.delete(name("orders")));
        Future<EventStream> made = threads.submit(() -> orders(kernel));
        deleted.get();
        EventStream stream = made.get();
        if (stream.extent().incarnation() > before) {
          assertThat(kernel.find(name("orders"))).contains(stream);
        }
      }
    }
  }

  @Test
  default void createdAndDeletedByMany_leavesNothing() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        threads.execute(
            () -> {
              orders(kernel).append(request(0));
              kernel.delete(name("orders"));
            });
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      kernel.delete(name("orders"));
      assertThat(kernel.streams()).isEmpty();
    }
    try (Kernel kernel = reopen()) {
      assertThat(kernel.streams()).isEmpty();
      assertThat(orders(kernel).extent().tail()).isZero();
    }
  }
}
