package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where epochs begin, however many there are. */
final class EpochsTest {

  private static final int UNCLEAN_STOPS = 10 * Epochs.MOST_STARTS;

  @Test
  void with_aThousandTimes_staysBounded_andNeverPassesWhatIsLost() {
    Epochs epochs = Epochs.NONE;
    for (int epoch = 1; epoch <= UNCLEAN_STOPS; epoch++) {
      epochs = epochs.with(epoch, 10L * epoch);
    }

    assertThat(epochs.starts()).hasSize(Epochs.MOST_STARTS);
    for (int epoch = 0; epoch < UNCLEAN_STOPS; epoch++) {
      assertThat(epochs.limit(epoch)).isLessThanOrEqualTo(10L * (epoch + 1));
    }
    assertThat(epochs.limit(UNCLEAN_STOPS - 1)).isEqualTo(10L * UNCLEAN_STOPS);
    assertThat(epochs.limit(UNCLEAN_STOPS)).isEqualTo(Long.MAX_VALUE);
  }
}
