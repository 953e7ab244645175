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

  /** Someone who waits for a tail beyond {@code offset}. */
  private record Waiting(long offset, Waiter waiter) {}

  /** A tail, its waiters and the waker, in the order in which {@link LogStream} touches them. */
  public static class Model {
    final Waiters waiters = new Waiters();
    final Queue<Waiting> watching = new ConcurrentLinkedQueue<>();
    final Queue<Boolean> told = new ConcurrentLinkedQueue<>();
    volatile long tail;

    @Operation(nonParallelGroup = "committer")
    public void append() {
      long until = tail + 1;
      tail = until;
      if (!waiters.wakeFew(until)) {
        told.add(true);
      }
    }

    @Operation(nonParallelGroup = "waker")
    public void wakeMany() {
      if (told.poll() != null) {
        wake();
      }
    }

    void wake() {
      waiters.wake(() -> tail);
    }

    @Operation
    public void watch() {
      watch(0);
    }

    final void watch(long offset) {
      Waiter waiter = new Waiter();
      watching.add(new Waiting(offset, waiter));
      waiters.add(offset, waiter);
      if (tail > offset) {
        waiter.signal();
      }
    }

    /** The waker comes at last, if it was told. */
    @Validate
    public void whoWaitsForWhatIsThere_isSignalled() {
      while (told.poll() != null) {
        waiters.wake(() -> tail);
      }
      for (Waiting waiting : watching) {
        if (tail > waiting.offset() && !waiting.waiter().signalled()) {
          throw new IllegalStateException("a wake-up is lost");
        }
      }
    }
  }

  /** So many wait, for one event and for the next, that the waker has to wake them. */
  public static class CrowdedModel extends Model {
    public CrowdedModel() {
      watch(0);
      watch(1);
      watch(1);
    }
  }

  /** Looks at the tail before the committer can know of the waiter. */
  public static final class HastyModel extends Model {
    @Override
    @Operation
    public void watch() {
      boolean beyond = tail > 0;
      Waiter waiter = new Waiter();
      watching.add(new Waiting(0, waiter));
      waiters.add(0, waiter);
      if (beyond) {
        waiter.signal();
      }
    }
  }

  /** Looks at the tail before the committer can know that the waker has to be told again. */
  public static final class HastyWakerModel extends CrowdedModel {
    @Override
    void wake() {
      long seen = tail;
      waiters.wake(() -> seen);
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
  void noWakeUpOfMany_isLost() {
    options().check(CrowdedModel.class);
  }

  @Test
  void aWakeUpThatCanBeLost_isFound() {
    assertFound(HastyModel.class);
  }

  @Test
  void aWakerThatLooksTooSoon_isFound() {
    assertFound(HastyWakerModel.class);
  }

  private static void assertFound(Class<?> model) {
    assertThatThrownBy(() -> options().check(model))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("whoWaitsForWhatIsThere_isSignalled has failed");
  }
}
