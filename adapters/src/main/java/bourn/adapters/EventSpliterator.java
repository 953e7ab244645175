package bourn.adapters;

import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An iterator as a source of {@code java.util.stream}: never split, as it may have no end. */
record EventSpliterator<T>(EventIterator<T> events) implements Spliterator<T> {

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    if (!events.hasNext()) {
      return false;
    }
    action.accept(events.next());
    return true;
  }

  @Override
  public @Nullable Spliterator<T> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return ORDERED | NONNULL;
  }
}
