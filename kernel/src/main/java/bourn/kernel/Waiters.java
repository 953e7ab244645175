package bourn.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Who waits for one stream to grow. */
final class Waiters {

  /*
   * Whoever waits links itself, and so lowers the lowest offset waited for, before it looks at the
   * tail; the committer moves the tail before it looks at that lowest offset. One of them sees the
   * other, so no wake-up is lost. The lowest may be too low, which costs a look at the list.
   *
   * Who is woken is unlinked first, so that each is signalled once however often the stream grows
   * before its thread runs. Signals are given outside the lock.
   *
   * Waking costs a microsecond or more for each who waits, so the committer wakes a few by itself,
   * which is soonest, and leaves more than that, or a list that is in use, to the Waker.
   */

  /** How many the committer wakes by itself. */
  private static final int FEW = 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean left = new AtomicBoolean();
  private @Nullable Link first;
  private volatile int size;
  private volatile long lowest = Long.MAX_VALUE;

  /** One who waits for a tail beyond {@code offset}. */
  private final class Link implements Watch {
    private final Waiter waiter;
    private final long offset;
    private @Nullable Link before;
    private @Nullable Link after;
    private boolean linked;

    Link(Waiter waiter, long offset) {
      this.waiter = waiter;
      this.offset = offset;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (linked) {
          unlink(this);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Links {@code waiter}, to be signalled once when the tail lies beyond {@code offset}. */
  Watch add(long offset, Waiter waiter) {
    Link link = new Link(waiter, offset);
    lock.lock();
    try {
      link(link);
    } finally {
      lock.unlock();
    }
    return link;
  }

  /** Returns how many wait. */
  int size() {
    return size;
  }

  /**
   * Signals who waits for an offset before {@code tail}, unless they are more than a few.
   *
   * @return false if this is left to {@link #wake}, which the caller is the first to be told of
   */
  boolean wakeFew(long tail) {
    if (lowest >= tail) {
      return true;
    }
    if (size <= FEW && lock.tryLock()) {
      signal(takeHoldingLock(tail));
      return true;
    }
    return left.getAndSet(true);
  }

  /**
   * Signals everyone who waits for an offset before {@code tail}, which is read after whoever has
   * moved it meanwhile knows that this has to be called again.
   */
  void wake(LongSupplier tail) {
    left.set(false);
    long reached = tail.getAsLong();
    lock.lock();
    signal(takeHoldingLock(reached));
  }

  /** Unlinks all who wait for an offset before {@code tail}, and returns them chained. */
  private @Nullable Link takeHoldingLock(long tail) {
    try {
      Link taken = null;
      long least = Long.MAX_VALUE;
      Link next;
      for (Link link = first; link != null; link = next) {
        next = link.after;
        if (link.offset < tail) {
          unlink(link);
          link.after = taken;
          taken = link;
        } else {
          least = Math.min(least, link.offset);
        }
      }
      lowest = least;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private static void signal(@Nullable Link taken) {
    for (Link link = taken; link != null; link = link.after) {
      link.waiter.signal();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
  private void link(Link link) {
    link.linked = true;
    link.after = first;
    if (first != null) {
      first.before = link;
    }
    first = link;
    size++;
    lowest = Math.min(lowest, link.offset);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
  private void unlink(Link link) {
    link.linked = false;
    if (link.before == null) {
      first = link.after;
    } else {
      link.before.after = link.after;
    }
    if (link.after != null) {
      link.after.before = link.before;
    }
    link.before = null;
    link.after = null;
    size--;
    if (first == null) {
      lowest = Long.MAX_VALUE;
    }
  }
}
