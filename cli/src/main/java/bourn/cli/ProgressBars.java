package bourn.cli;

import bourn.kernel.ProgressListener;
import org.jspecify.annotations.Nullable;

/** Shows the tasks of a long work on a store, one after the other. */
final class ProgressBars implements ProgressListener, AutoCloseable {

  private @Nullable Progress bar;

  @Override
  public void begin(String task, long steps) {
    close();
    bar = Progress.of(task, steps);
  }

  @Override
  public void step(long steps) {
    if (bar != null) {
      bar.step(steps);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
