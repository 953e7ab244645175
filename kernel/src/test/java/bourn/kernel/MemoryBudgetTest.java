package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Divides a budget of memory, and gives away no more than there is. */
final class MemoryBudgetTest {

  @ParameterizedTest
  @ValueSource(longs = {MemoryBudget.LEAST_BYTES, 64L << 20, 1L << 30, 1L << 40})
  void allParts_areTogetherNoMoreThanTheBudget(long bytes) {
    MemoryBudget budget = new MemoryBudget(bytes);
    assertThat(
            budget.liveBytes()
                + budget.backlogBytes()
                + budget.keyBytes()
                + budget.columnBytes()
                + budget.indexBytes()
                + budget.noveltyBytes()
                + budget.unflushedBytes()
                + budget.blockBytes())
        .isBetween(bytes / 16, bytes);
  }

  @Test
  void tooLittle_isRefusedWithWhatIsNeeded() {
    assertThatThrownBy(() -> new MemoryBudget(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(MemoryBudget.LEAST_BYTES + " bytes of memory at least, was 1");
  }
}
