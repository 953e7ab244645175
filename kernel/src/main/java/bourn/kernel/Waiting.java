package bourn.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Waits for streams to grow. */
final class Waiting {

  private static final int YIELDS = 4;

  private Waiting() {}

  /** Waits as {@link EventStream#awaitBeyond} says. */
  static long on(EventStream stream, long offset, Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (yieldUntilBeyond(stream, offset)) {
      return stream.extent().tail();
    }
    Waiter waiter = new Waiter();
    while (!stream.isBeyond(offset) && !deadline.passed()) {
      try (Watch _ = stream.watch(offset, waiter)) {
        waiter.await(deadline);
      }
    }
    return stream.extent().tail();
  }

  /**
   * Lets others run a few times, as the stream may have grown by then: being parked and woken costs
   * ten times as much. A virtual thread parks at once, which is cheap, and there may be thousands.
   */
  @SuppressWarnings(
      "ThreadPriorityCheck") // a hint only: whatever the scheduler does, parking follows
  private static boolean yieldUntilBeyond(EventStream stream, long offset) {
    if (Thread.currentThread().isVirtual()) {
      return stream.isBeyond(offset);
    }
    for (int i = 0; i < YIELDS; i++) {
      if (stream.isBeyond(offset)) {
        return true;
      }
      Thread.yield();
    }
    return stream.isBeyond(offset);
  }

  /** Waits as {@link EventStream#awaitAny} says. */
  static Set<EventStream> onAny(Map<EventStream, Long> offsets, Deadline deadline)
      throws InterruptedException {
    Waiter waiter = new Waiter();
    Set<EventStream> beyond = beyond(offsets);
    while (beyond.isEmpty() && !deadline.passed()) {
      awaitSignal(offsets, waiter, deadline);
      beyond = beyond(offsets);
    }
    return beyond;
  }

  private static Set<EventStream> beyond(Map<EventStream, Long> offsets) {
    Set<EventStream> beyond = new LinkedHashSet<>();
    offsets.forEach(
        (stream, offset) -> {
          if (stream.isBeyond(offset)) {
            beyond.add(stream);
          }
        });
    return beyond;
  }

  private static void awaitSignal(Map<EventStream, Long> offsets, Waiter waiter, Deadline deadline)
      throws InterruptedException {
    List<Watch> watches = new ArrayList<>(offsets.size());
    try {
      for (Map.Entry<EventStream, Long> entry : offsets.entrySet()) {
        watches.add(entry.getKey().watch(entry.getValue(), waiter));
      }
      waiter.await(deadline);
    } finally {
      watches.forEach(Watch::close);
    }
  }
}
