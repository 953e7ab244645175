package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loss of power leaves of forks, when the whole log is replayed. */
@Timeout(60)
final class ForkLossTest {

  private PowerLossLog log = new PowerLossLog();

  private Kernel open() {
    return LogKernel.open(
        log,
        new HeapKeyValue(),
        Environment.system(),
        descriptor -> ValueFormat.INSTANCE,
        Tuning.HEAP);
  }

  private static StreamName name(String name) {
    return new StreamName(name);
  }

  @Test
  void aFork_ofAStreamDeletedInWhatIsReplayed_keepsItsHistory() {
    Kernel killed = open();
    EventStream stream = killed.open(StreamDescriptor.generic("orders"));
    stream.append(AppendRequest.of(Value.of(0), Value.of(1))).orThrow();
    stream.fork(name("fork"), 1);
    killed.delete(name("orders"));
    EventStream fork = killed.find(name("fork")).orElseThrow();
    fork.append(AppendRequest.of(Value.of(2)).durable()).orThrow();
    log = log.afterPowerLoss(0);

    try (Kernel kernel = open()) {
      assertThat(kernel.streams()).hasSize(1);
      assertThat(EventStreamContract.drain(kernel.find(name("fork")).orElseThrow()))
          .containsExactly(Value.of(0), Value.of(2));
    }
  }
}
