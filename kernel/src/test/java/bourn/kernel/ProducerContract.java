package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel promises to producers that number their batches. */
public interface ProducerContract extends KernelFixture {

  private static EventStream orders(Kernel kernel) {
    return kernel.open(StreamDescriptor.generic("orders"));
  }

  private static AppendRequest batch(Producer producer, int size) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(Value.list(producer.id(), producer.epoch(), producer.sequence(), i));
    }
    return AppendRequest.of(values).by(producer);
  }

  @Test
  default void aBatchSentAgain_isADuplicateWithItsOffsets() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      Producer one = Producer.of("till");
      stream.append(AppendRequest.of(Value.of(0)));
      stream.append(batch(one, 3)).orThrow();
      stream.append(batch(one.next(), 2)).orThrow();

      assertThat(stream.append(batch(one, 3))).isEqualTo(new Append.Duplicate(1, 3));
      assertThat(stream.append(batch(one.next(), 2))).isEqualTo(new Append.Duplicate(4, 5));
      assertThat(stream.extent().tail()).isEqualTo(6);
    }
  }

  @Test
  default void aBatchSentAgainVeryLate_isADuplicateAllTheSame() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      Producer producer = Producer.of("till");
      for (int i = 0; i < 9; i++) {
        stream.append(batch(producer, 1)).orThrow();
        producer = producer.next();
      }

      assertThat(stream.append(batch(Producer.of("till"), 1)))
          .isEqualTo(new Append.Duplicate(-1, -1));
      assertThat(stream.append(batch(Producer.of("till").next(), 1)))
          .isEqualTo(new Append.Duplicate(1, 1));
    }
  }

  @Test
  default void aHoleBeforeABatch_isRefused() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);

      assertThat(stream.append(batch(new Producer("till", 0, 1), 1)))
          .isEqualTo(new Append.OutOfSequence(0));
      stream.append(batch(new Producer("till", 0, 0), 1)).orThrow();
      assertThat(stream.append(batch(new Producer("till", 0, 2), 1)))
          .isEqualTo(new Append.OutOfSequence(1));
      assertThat(stream.append(batch(new Producer("till", 1, 1), 1)))
          .isEqualTo(new Append.OutOfSequence(0));
      assertThat(stream.extent().tail()).isEqualTo(1);
    }
  }

  @Test
  default void aGreaterEpoch_fencesTheSmaller() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      Producer old = Producer.of("till");
      stream.append(batch(old, 1)).orThrow();
      stream.append(batch(old.takeover(), 1)).orThrow();

      assertThat(stream.append(batch(old, 1))).isEqualTo(new Append.Fenced(1));
      assertThat(stream.append(batch(old.next(), 1))).isEqualTo(new Append.Fenced(1));
      assertThat(stream.append(batch(old.takeover(), 1))).isEqualTo(new Append.Duplicate(1, 1));
      stream.append(batch(old.takeover().next(), 1)).orThrow();
    }
  }

  @Test
  default void producersAndStreams_areNumberedEachByItself() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      EventStream other = kernel.open(StreamDescriptor.generic("other"));

      stream.append(batch(Producer.of("till 1"), 1)).orThrow();
      stream.append(batch(Producer.of("till 2"), 1)).orThrow();
      other.append(batch(Producer.of("till 1"), 1)).orThrow();
    }
  }

  @Test
  default void aConditionThatFails_usesNoNumber() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      Producer producer = Producer.of("till");

      assertThat(stream.append(batch(producer, 1).ifTailIs(7))).isInstanceOf(Append.Conflict.class);
      stream.append(batch(producer, 1).ifTailIs(0)).orThrow();
      assertThat(stream.append(batch(producer, 1).ifTailIs(0)))
          .isEqualTo(new Append.Duplicate(0, 0));
    }
  }

  @Test
  default void aSealedStream_stillKnowsItsDuplicates() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(batch(Producer.of("till"), 1)).orThrow();
      stream.seal(List.of());

      assertThat(stream.append(batch(Producer.of("till"), 1)))
          .isEqualTo(new Append.Duplicate(0, 0));
      assertThat(stream.append(batch(Producer.of("till").next(), 1)))
          .isInstanceOf(Append.Sealed.class);
    }
  }

  @Test
  default void commit_ofWhichOneIsADuplicate_appendsNothing() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      EventStream other = kernel.open(StreamDescriptor.generic("other"));
      CommitRequest request =
          new CommitRequest(
              Map.of(
                  stream.descriptor().name(), batch(Producer.of("till"), 1),
                  other.descriptor().name(), AppendRequest.of(Value.of(1))));
      assertThat(kernel.commit(request).all()).isTrue();

      Committed again = kernel.commit(request);

      assertThat(again.all()).isFalse();
      assertThat(again.outcomes())
          .isEqualTo(Map.of(stream.descriptor().name(), new Append.Duplicate(0, 0)));
      assertThat(other.extent().tail()).isEqualTo(1);
    }
  }

  @Test
  default void aDuplicateAskedToBeDurable_isDurableWhenItIsAcknowledged() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      for (Producer producer = Producer.of("till");
          producer.sequence() < 50;
          producer = producer.next()) {
        stream.append(batch(producer, 1)).orThrow();
        assertThat(stream.append(batch(producer, 1).durable()))
            .isInstanceOf(Append.Duplicate.class);
        assertThat(stream.extent().durableTail()).isEqualTo(producer.sequence() + 1);
      }
    }
  }

  @Test
  default void aBatchSentByManyAtOnce_isAppendedOnce() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel);
      List<Future<Append>> outcomes = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        outcomes.add(threads.submit(() -> stream.append(batch(Producer.of("till"), 2))));
      }
      int appended = 0;
      for (Future<Append> outcome : outcomes) {
        switch (outcome.get()) {
          case Append.Appended(long first, long last, Stamp stamp) -> appended++;
          case Append other -> assertThat(other).isEqualTo(new Append.Duplicate(0, 1));
        }
      }
      assertThat(appended).isEqualTo(1);
      assertThat(stream.extent().tail()).isEqualTo(2);
    }
  }

  /** More producers than are remembered in memory. */
  @Test
  default void manyProducers_areAllKnown() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      for (int i = 0; i < 12_000; i++) {
        stream.append(batch(Producer.of("till " + i), 1)).orThrow();
      }
      for (int i = 0; i < 12_000; i++) {
        assertThat(stream.append(batch(Producer.of("till " + i), 1)))
            .isEqualTo(new Append.Duplicate(i, i));
      }
    }
  }

  /** Producers that lose every third acknowledgement and then send the same again. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.Seeds#eight")
  default void whateverIsRetriedAndReopened_everyBatchIsThereOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Producer> producers = new LinkedHashMap<>();
    List<Value> model = new ArrayList<>();
    open().close();
    for (int opening = 0; opening < 5; opening++) {
      try (Kernel kernel = reopen()) {
        EventStream stream = orders(kernel);
        for (int i = 0; i < 200; i++) {
          String id = "p" + random.nextInt(5);
          Producer producer = producers.computeIfAbsent(id, Producer::of);
          AppendRequest request = batch(producer, random.nextInt(1, 5));
          Append outcome = stream.append(request);
          if (outcome instanceof Append.Appended) {
            model.addAll(((Events.Values) request.events()).values());
          } else {
            assertThat(outcome).isInstanceOf(Append.Duplicate.class);
          }
          if (random.nextInt(3) > 0) {
            boolean takeover = random.nextInt(20) == 0;
            producers.put(id, takeover ? producer.takeover() : producer.next());
          }
        }
        assertThat(EventStreamContract.drain(stream)).isEqualTo(model);
      }
    }
    assertThat(model.stream().distinct().count()).isEqualTo(model.size());
  }

  @Test
  default void aProducerThatCannotBe_isRefused() {
    assertThatThrownBy(() -> Producer.of("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Producer.of("x".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 200");
    assertThatThrownBy(() -> new Producer("a", -1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Producer("a", 0, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
