package bourn.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on a terminal, and nothing in a pipe. */
final class Progress implements AutoCloseable {

  private static final int UPDATE_MILLIS = 50;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /** Shows that {@code steps} steps of {@code task} are to come. */
  static Progress of(String task, long steps) {
    return new Progress(
        Screen.isTerminal()
            ? new ProgressBarBuilder()
                .setTaskName("  " + task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setMaxRenderedLength(Screen.width())
                .clearDisplayOnFinish()
                .build()
            : null);
  }

  /** Shows that {@code steps} more steps are done. */
  void step(long steps) {
    if (bar != null) {
      bar.stepBy(steps);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
