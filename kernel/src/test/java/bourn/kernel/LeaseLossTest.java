package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loss of power leaves of leases and stored positions. */
final class LeaseLossTest {

  private static final Duration TTL = Duration.ofDays(1);

  private PowerLossLog log = new PowerLossLog();

  private Kernel open() {
    return LogKernel.open(
        log,
        new HeapKeyValue(),
        Environment.system(),
        descriptor -> ValueFormat.INSTANCE,
        Tuning.HEAP);
  }

  private static EventStream numbers(Kernel kernel) {
    return kernel.open(StreamDescriptor.generic("numbers"));
  }

  /** A generation that somebody was told of is never given to somebody else. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
  void whatIsLost_positionsNeverPassWhatIsThere_andGenerationsAreGivenOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Lease> acquired = new ArrayList<>();
    for (int loss = 0; loss < 20; loss++) {
      Kernel kernel = open();
      EventStream stream = numbers(kernel);
      assertThat(stream.leases().find("c").map(Lease::position).orElse(0L))
          .isLessThanOrEqualTo(stream.extent().tail());
      Lease lease = stream.leases().takeOver(LeaseRequest.of("c", TTL)).orThrow();
      assertThat(acquired).noneMatch(other -> other.generation() == lease.generation());
      acquired.add(lease);
      Lease newest = lease;
      for (int i = random.nextInt(50); i > 0; i--) {
        AppendRequest request = AppendRequest.of(Value.of(i));
        stream.append(random.nextInt(10) == 0 ? request.durable() : request).orThrow();
        newest = stream.leases().store(newest, stream.extent().tailCursor()).orThrow();
      }
      log = log.afterPowerLoss(random.nextInt(5));
    }
  }

  /** What took the offsets of lost events was never read, so its position cannot be stored. */
  @Test
  void aPositionInWhatWasLost_isRefused() {
    Kernel killed = open();
    numbers(killed).append(AppendRequest.of(Value.of(0))).orThrow();
    Lease lease = numbers(killed).leases().acquire(LeaseRequest.of("c", TTL)).orThrow();
    numbers(killed).append(AppendRequest.of(Value.of(1), Value.of(2))).orThrow();
    Cursor read = numbers(killed).extent().tailCursor();
    log = log.afterPowerLoss(0);

    try (Kernel kernel = open()) {
      EventStream stream = numbers(kernel);
      for (int i = 1; i < 9; i++) {
        stream.append(AppendRequest.of(Value.of(-i))).orThrow();
      }
      assertThat(stream.leases().store(lease, read)).isEqualTo(new Leasing.Beyond(1));
      assertThat(stream.leases().store(lease, stream.extent().tailCursor()).orThrow().position())
          .isEqualTo(9);
    }
  }
}
