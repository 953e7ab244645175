package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What leases keep from retention. */
final class LagTest {

  private static final Duration TTL = Duration.ofSeconds(30);

  @Test
  void held_isTheLowestPositionOfLeasesThatHold_withinTheirLag() {
    MovedClock clock = new MovedClock();
    try (Kernel kernel = HeapKernel.open(clock.environment())) {
      LogStream stream = (LogStream) kernel.open(StreamDescriptor.generic("a"));
      for (int i = 0; i < 100; i++) {
        stream.append(AppendRequest.of(Value.of(i))).orThrow();
      }
      StreamLeases leases = stream.leases();
      assertThat(leases.held(clock.millis())).isEqualTo(100);
      leases.acquire(LeaseRequest.of("holds nothing", TTL)).orThrow();
      assertThat(leases.held(clock.millis())).isEqualTo(100);
      Lease b = leases.acquire(LeaseRequest.of("b", TTL).holding(Lag.ofEvents(10))).orThrow();
      assertThat(leases.held(clock.millis())).isEqualTo(90);
      leases
          .acquire(LeaseRequest.of("c", TTL.plusMillis(1)).from(40).holding(Lag.ofEvents(70)))
          .orThrow();
      assertThat(leases.held(clock.millis())).isEqualTo(40);
      stream.append(AppendRequest.of(Value.of(100))).orThrow();
      assertThat(leases.held(clock.millis())).isEqualTo(40);
      leases.release(b).orThrow();
      clock.move(TTL);
      assertThat(leases.held(clock.millis())).isEqualTo(40);
      clock.move(Duration.ofMillis(1));
      assertThat(leases.held(clock.millis())).isEqualTo(101);
    }
  }
}
