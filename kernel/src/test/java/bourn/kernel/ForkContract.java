package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel promises of forks. */
public interface ForkContract extends KernelFixture {

  private static EventStream orders(Kernel kernel) {
    return kernel.open(StreamDescriptor.generic("orders"));
  }

  private static StreamName name(String name) {
    return new StreamName(name);
  }

  private static AppendRequest request(long... numbers) {
    List<Value> values = new ArrayList<>();
    for (long number : numbers) {
      values.add(Value.of(number));
    }
    return AppendRequest.of(values);
  }

  private static List<Value> values(long... numbers) {
    return ((Events.Values) request(numbers).events()).values();
  }

  @Test
  default void reference_namesTheStreamThatAnEventWasAppendedTo() {
    try (Kernel kernel = open()) {
      EventStream parent = kernel.open(StreamDescriptor.generic("parent"));
      parent.append(AppendRequest.of(Value.of(0), Value.of(1))).orThrow();
      EventStream fork = parent.fork(new StreamName("fork"), 1);
      EventStream forkOfFork = fork.fork(new StreamName("fork-of-fork"), 1);
      forkOfFork.append(AppendRequest.of(Value.of(2))).orThrow();

      assertThat(parent.reference(1)).isEqualTo(new Reference(1, 1));
      assertThat(fork.reference(0)).isEqualTo(new Reference(1, 0));
      assertThat(fork.reference(1)).isEqualTo(new Reference(2, 1));
      assertThat(forkOfFork.reference(0)).isEqualTo(new Reference(1, 0));
      assertThat(forkOfFork.reference(1)).isEqualTo(new Reference(3, 1));
    }
  }

  @Test
  default void fork_sharesWhatLiesBeforeItAndGoesItsOwnWay() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request(0, 1, 2, 3));
      EventStream fork = stream.fork(name("fork"), 2);
      stream.append(request(4));

      Append.Appended appended = fork.append(request(12, 13)).orThrow();

      assertThat(List.of(appended.first(), appended.last())).containsExactly(2L, 3L);
      assertThat(EventStreamContract.drain(fork)).isEqualTo(values(0, 1, 12, 13));
      assertThat(EventStreamContract.drain(stream)).isEqualTo(values(0, 1, 2, 3, 4));
      assertThat(fork.parent()).contains(new Reference(stream.extent().incarnation(), 2));
      assertThat(stream.parent()).isEmpty();
      assertThat(fork.descriptor()).isEqualTo(StreamDescriptor.generic("fork"));
      assertThat(kernel.streams()).hasSize(2);
    }
    try (Kernel kernel = reopen()) {
      EventStream fork = kernel.find(name("fork")).orElseThrow();
      assertThat(EventStreamContract.drain(fork)).isEqualTo(values(0, 1, 12, 13));
      assertThat(fork.parent()).contains(new Reference(1, 2));
      assertThat(fork.append(request(14)).orThrow().first()).isEqualTo(4);
    }
  }

  @Test
  default void fork_atTheTailAndAtTheStart_areForksToo() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request(0, 1));

      assertThat(EventStreamContract.drain(stream.fork(name("all"), 2))).isEqualTo(values(0, 1));
      assertThat(EventStreamContract.drain(stream.fork(name("nothing"), 0))).isEmpty();
    }
  }

  @Test
  default void fork_outsideTheStream_isRefused() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request(0, 1));

      assertThatThrownBy(() -> stream.fork(name("fork"), 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[0, 2]")
          .hasMessageContaining("was 3");
      assertThatThrownBy(() -> stream.fork(name("fork"), -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(kernel.find(name("fork"))).isEmpty();
    }
  }

  @Test
  default void fork_askedForAgain_isTheSame_andUnderAnotherStreamsNameRefused() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request(0, 1));
      EventStream fork = stream.fork(name("fork"), 1);

      assertThat(stream.fork(name("fork"), 1).extent()).isEqualTo(fork.extent());
      assertThatThrownBy(() -> stream.fork(name("fork"), 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("fork");
      assertThatThrownBy(() -> fork.fork(name("orders"), 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void fork_ofASealedStream_isOpen() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request(0));
      stream.seal(values(1));
      EventStream fork = stream.fork(name("fork"), 1);

      fork.append(request(2)).orThrow();

      assertThat(EventStreamContract.drain(fork)).isEqualTo(values(0, 2));
    }
  }

  @Test
  default void fork_ofAForkOfAFork_ends() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      for (int i = 1; i < 256; i++) {
        stream.append(request(i)).orThrow();
        stream = stream.fork(name("fork" + i), i);
      }
      EventStream last = stream;
      assertThat(EventStreamContract.drain(last)).hasSize(255);
      assertThatThrownBy(() -> last.fork(name("one-more"), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("256 generations");
    }
  }

  @Test
  default void fork_durableTail_followsByItself() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request(0, 1));
      EventStream fork = stream.fork(name("fork"), 2);

      while (fork.extent().durableTail() < 2) {
        Thread.onSpinWait();
      }
      assertThat(stream.extent().durableTail()).isEqualTo(2);
    }
  }

  /** An event that two streams share is one event: whoever reads it has read that of the parent. */
  @Test
  default void reading_ofWhatIsShared_countsAsReadingTheParent() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request(0, 1, 2));
      EventStream fork = stream.fork(name("fork"), 2);
      fork.append(request(3));
      CausalContext context = kernel.newContext();
      try (Reader reader = fork.read(fork.extent().earliestCursor(), context)) {
        reader.next();
        assertThat(context.frontier()).containsExactly(new Reference(1, 0));
        EventStreamContract.drain(reader);
      }
      assertThat(context.frontier()).containsExactly(new Reference(1, 1), new Reference(2, 2));
      CausalContext other = kernel.newContext();
      fork.bound(new Bound(0, 1), other).observe();
      assertThat(other.frontier()).containsExactly(new Reference(1, 0));
    }
  }

  /** A tree of forks, grown and reopened at random, against lists. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.Seeds#eight")
  default void forksOfForks_holdWhatListsWould(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, List<Value>> model = new LinkedHashMap<>();
    model.put("orders", new ArrayList<>());
    open().close();
    for (int opening = 0; opening < 4; opening++) {
      try (Kernel kernel = reopen()) {
        orders(kernel);
        for (int i = 0; i < 120; i++) {
          String name = List.copyOf(model.keySet()).get(random.nextInt(model.size()));
          EventStream stream = kernel.find(name(name)).orElseThrow();
          List<Value> events = model.get(name);
          if (random.nextInt(8) == 0 && model.size() < 12) {
            int at = random.nextInt(events.size() + 1);
            stream.fork(name("fork" + model.size()), at);
            model.put("fork" + model.size(), new ArrayList<>(events.subList(0, at)));
          } else {
            List<Value> batch = new ArrayList<>();
            for (int size = random.nextInt(1, 30); size > 0; size--) {
              batch.add(Value.of(random.nextLong()));
            }
            assertThat(stream.append(AppendRequest.of(batch)).orThrow().first())
                .isEqualTo(events.size());
            events.addAll(batch);
          }
          check(stream, events, random);
        }
        model.forEach(
            (name, events) ->
                assertThat(EventStreamContract.drain(kernel.find(name(name)).orElseThrow()))
                    .isEqualTo(events));
      }
    }
  }

  private static void check(EventStream stream, List<Value> events, SplittableRandom random) {
    int size = (int) stream.extent().tail();
    int from = random.nextInt(size + 1);
    int until = random.nextInt(from, size + 1);
    BoundedStream bounded = stream.bound(new Bound(from, until), CausalContext.NONE);
    List<Value> expected = events.subList(from, until);
    try (Reader reader = bounded.read()) {
      assertThat(EventStreamContract.drain(reader)).isEqualTo(expected);
    }
    List<Value> visited = new ArrayList<>();
    EventFormat.Walker walker = stream.format().walker();
    bounded.chunks(
        (first, count, first1, until1, stamp, body) -> {
          for (int i = first1; i < until1; i++) {
            walker.stand(body, count, i);
            visited.add(walker.value());
          }
          return true;
        });
    assertThat(visited).isEqualTo(expected);
  }
}
