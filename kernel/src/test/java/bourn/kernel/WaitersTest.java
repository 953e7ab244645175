package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits, and who is to wake them. */
final class WaitersTest {

  private final Waiters waiters = new Waiters();

  /** More than the committer wakes by itself. */
  private List<Waiter> many(long offset) {
    List<Waiter> many = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Waiter waiter = new Waiter();
      many.add(waiter);
      waiters.add(offset, waiter);
    }
    return many;
  }

  @Test
  void manyWaiters_areLeftToTheWaker_once() {
    List<Waiter> many = many(0);

    assertThat(waiters.wakeFew(1)).isFalse();
    assertThat(waiters.wakeFew(2)).isTrue();
    waiters.wake(() -> 2);

    assertThat(many).allMatch(Waiter::signalled);
  }

  /** Who grows while the waker reads how far the stream reaches may be missed by it. */
  @Test
  void aStreamThatGrowsWhileItsWaitersAreWoken_hasThemWokenAgain() {
    List<Waiter> many = many(1);
    assertThat(waiters.wakeFew(2)).isFalse();

    waiters.wake(
        () -> {
          assertThat(waiters.wakeFew(2)).isFalse();
          return 1;
        });
    assertThat(many).noneMatch(Waiter::signalled);
    waiters.wake(() -> 2);

    assertThat(many).allMatch(Waiter::signalled);
  }
}
