package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** Lincheck tries interleavings of who waits and who appends: none may lose a wake-up. */
final class WakeUpTest {

  /** A tail and its waiters, in the order in which {@link LogStream} touches them. */
  public static class Model {
    final Waiters waiters = new Waiters();
    final Queue<Waiter> watching = new ConcurrentLinkedQueue<>();
    volatile long tail;

    @Operation(nonParallelGroup = "committer")
    public void append() {
      tail = 1;
      if (!waiters.wakeFew(1)) {
        waiters.wake(() -> tail);
      }
    }

    @Operation
    public void watch() {
      Waiter waiter = new Waiter();
      watching.add(waiter);
      waiters.add(0, waiter);
      if (tail > 0) {
        waiter.signal();
      }
    }

    @Validate
    public void whoWaitsForWhatIsThere_isSignalled() {
      for (Waiter waiter : watching) {
        if (tail > 0 && !waiter.signalled()) {
          throw new IllegalStateException("a wake-up is lost");
        }
      }
    }
  }

  /** Looks at the tail before the committer can know of the waiter. */
  public static final class HastyModel extends Model {
    @Override
    @Operation
    public void watch() {
      boolean beyond = tail > 0;
      Waiter waiter = new Waiter();
      watching.add(waiter);
      waiters.add(0, waiter);
      if (beyond) {
        waiter.signal();
      }
    }
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(2_000)
        .threads(2)
        .actorsBefore(0)
        .actorsPerThread(2)
        .actorsAfter(0);
  }

  @Test
  void noWakeUp_isLost() {
    options().check(Model.class);
  }

  @Test
  void aWakeUpThatCanBeLost_isFound() {
    assertThatThrownBy(() -> options().check(HastyModel.class))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("whoWaitsForWhatIsThere_isSignalled has failed");
  }
}
