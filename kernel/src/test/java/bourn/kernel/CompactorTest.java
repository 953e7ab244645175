package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compaction of what is still in memory, too. */
@Timeout(60)
final class CompactorTest {

  private static final int LIVE_BYTES = 1 << 20;

  private final HeapKeyValue state = new HeapKeyValue();

  private Kernel open() {
    return LogKernel.open(
        new HeapCommitLog(),
        state,
        Environment.system(),
        descriptor -> ValueFormat.INSTANCE,
        new Tuning(LIVE_BYTES, 1 << 20, 0, 1, 1, 1, 1 << 30));
  }

  private boolean hasHole() {
    boolean found = false;
    try (KeyValue.Entries entries =
        state.scan(KeyValue.Family.CHUNKS, StateKeys.chunks(1, 0), StateKeys.chunks(2, 0))) {
      while (entries.next()) {
        found |= entries.value()[9] == 1;
      }
    }
    return found;
  }

  private static List<Value> read(BoundedStream bounded) {
    List<Value> values = new ArrayList<>();
    try (Reader reader = bounded.read()) {
      while (reader.next() == Step.EVENT) {
        values.add(reader.value());
      }
    }
    return values;
  }

  /** It was made when its older events were in memory only, and is read when they are not. */
  @Test
  void aBoundedStream_madeAfterItsStreamWasCompacted_neverChanges() {
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("table"));
      stream.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("key")));
      for (int i = 0; i < 10; i++) {
        stream.append(AppendRequest.of(Value.map("key", 1, "version", i))).orThrow();
      }
      Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
      while (!hasHole()) {
        assertThat(Instant.now()).isBefore(deadline);
        Thread.onSpinWait();
      }
      BoundedStream bounded = stream.bound();
      List<Value> events = read(bounded);

      EventStream filler = kernel.open(StreamDescriptor.generic("filler"));
      for (int i = 0; i < 5; i++) {
        filler.append(AppendRequest.of(Value.of("x".repeat(LIVE_BYTES)))).orThrow();
      }
      assertThat(read(bounded)).isEqualTo(events);
    }
  }
}
