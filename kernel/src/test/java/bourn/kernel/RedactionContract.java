package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel promises of events that are replaced where they lie. */
public interface RedactionContract extends KernelFixture {

  /** Forgets what {@link #secret} makes. */
  Redaction FORGET =
      (offset, event) ->
          event instanceof Value.Text(String text) && text.startsWith("secret")
              ? Value.of("gone")
              : event;

  private static Value secret(long number) {
    return Value.of("secret " + number);
  }

  private static Map<Long, Value> read(Reader reader) {
    Map<Long, Value> events = new TreeMap<>();
    while (reader.next() == Step.EVENT) {
      events.put(reader.offset(), reader.value());
    }
    return events;
  }

  private static Map<Long, Value> read(BoundedStream bounded) {
    try (Reader reader = bounded.read()) {
      return read(reader);
    }
  }

  private static Map<Long, Value> redacted(Map<Long, Value> events) {
    Map<Long, Value> after = new TreeMap<>(events);
    after.replaceAll(FORGET::redact);
    return after;
  }

  @Test
  default void redact_replacesEventsWhereTheyLie() {
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("notes"));
      Stamp stamp = stream.append(AppendRequest.of(Value.of(0), secret(1))).orThrow().stamp();
      stream.append(AppendRequest.of(Value.of(2)));
      BoundedStream bounded = stream.bound();

      kernel.redact(stream, FORGET, ProgressListener.NONE);
      kernel.purge(Map.of(stream, FORGET));

      Map<Long, Value> after =
          new TreeMap<>(Map.of(0L, Value.of(0), 1L, Value.of("gone"), 2L, Value.of(2)));
      assertThat(read(bounded)).isEqualTo(after);
      assertThat(read(stream.bound())).isEqualTo(after);
      try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
        assertThat(reader.next()).isEqualTo(Step.EVENT);
        assertThat(reader.next()).isEqualTo(Step.EVENT);
        assertThat(reader.value()).isEqualTo(Value.of("gone"));
        assertThat(reader.stamp()).isEqualTo(stamp);
      }
      assertThat(stream.append(AppendRequest.of(Value.of(3))).orThrow().first()).isEqualTo(3);
    }
    try (Kernel kernel = reopen()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("notes"));
      assertThat(read(stream.bound()).values())
          .containsExactly(Value.of(0), Value.of("gone"), Value.of(2), Value.of(3));
    }
  }

  @Test
  default void redact_ofAFork_reachesWhatItShares() {
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("notes"));
      stream.append(AppendRequest.of(secret(0), secret(1)));
      EventStream fork = stream.fork(new StreamName("fork"), 1);
      fork.append(AppendRequest.of(secret(2)));

      kernel.redact(fork, FORGET, ProgressListener.NONE);

      assertThat(read(fork.bound()).values()).containsExactly(Value.of("gone"), Value.of("gone"));
      assertThat(read(stream.bound()).values()).containsExactly(Value.of("gone"), secret(1));
    }
  }

  @Test
  default void redact_ofAStreamThatIsCompactedOrOfAnother_isRefused() {
    try (Kernel kernel = open();
        Kernel other = HeapKernel.open(Environment.system(), any -> ValueFormat.INSTANCE)) {
      EventStream stream = kernel.open(StreamDescriptor.generic("a"));
      stream.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("key")));
      EventStream foreign = other.open(StreamDescriptor.generic("a"));

      for (EventStream refused : List.of(stream, foreign)) {
        assertThatThrownBy(() -> kernel.redact(refused, FORGET, ProgressListener.NONE))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("not in a");
        assertThatThrownBy(() -> kernel.purge(Map.of(refused, FORGET)))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  /** Large and small events, in forks of forks too, some of which are deleted, while some come. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.Seeds#six")
  default void whateverIsRedacted_theRestIsReadAsBefore(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Map<Long, Value>> model = new LinkedHashMap<>();
    open().close();
    for (int opening = 0; opening < 3; opening++) {
      try (Kernel kernel = reopen()) {
        kernel.open(StreamDescriptor.generic("s0"));
        model.putIfAbsent("s0", new TreeMap<>());
        for (int step = 0; step < 40; step++) {
          step(kernel, random, model);
        }
        model.forEach((name, events) -> assertThat(read(bounded(kernel, name))).isEqualTo(events));
      }
    }
    try (Kernel kernel = reopen()) {
      model.forEach((name, events) -> assertThat(read(bounded(kernel, name))).isEqualTo(events));
    }
  }

  private static BoundedStream bounded(Kernel kernel, String name) {
    return kernel.find(new StreamName(name)).orElseThrow().bound();
  }

  private static void step(
      Kernel kernel, SplittableRandom random, Map<String, Map<Long, Value>> model) {
    List<String> names = List.copyOf(model.keySet());
    String name = names.get(random.nextInt(names.size()));
    EventStream stream = kernel.find(new StreamName(name)).orElseThrow();
    switch (random.nextInt(20)) {
      case 0 -> {
        long at = random.nextLong(stream.extent().tail() + 1);
        String fork = "s" + System.nanoTime();
        stream.fork(new StreamName(fork), at);
        Map<Long, Value> shared = new TreeMap<>(model.get(name));
        shared.keySet().removeIf(offset -> offset >= at);
        model.put(fork, shared);
      }
      case 1 -> {
        if (!name.equals("s0")) {
          kernel.delete(new StreamName(name));
          model.remove(name);
        }
      }
      case 2, 3 -> redact(kernel, stream, model, random.nextBoolean());
      default -> {
        List<Value> values = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
          long number = random.nextLong(1_000);
          values.add(
              random.nextInt(4) == 0
                  ? Value.of("secret " + "x".repeat(random.nextInt(12_000)))
                  : Value.of(number));
        }
        long first = stream.append(AppendRequest.of(values)).orThrow().first();
        for (int i = 0; i < values.size(); i++) {
          model.get(name).put(first + i, values.get(i));
        }
      }
    }
  }

  private static void redact(
      Kernel kernel, EventStream stream, Map<String, Map<Long, Value>> model, boolean purges) {
    kernel.redact(stream, FORGET, ProgressListener.NONE);
    if (purges) {
      kernel.purge(Map.of(stream, FORGET));
    }
    Map<Long, Value> own = model.get(stream.descriptor().name().text());
    Map<Long, Value> after = redacted(own);
    model.forEach(
        (name, events) -> {
          EventStream other = kernel.find(new StreamName(name)).orElseThrow();
          for (Map.Entry<Long, Value> event : events.entrySet()) {
            long offset = event.getKey();
            if (after.containsKey(offset)
                && other.reference(offset).equals(stream.reference(offset))) {
              event.setValue(after.get(offset));
            }
          }
        });
  }
}
