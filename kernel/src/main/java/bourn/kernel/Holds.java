package bourn.kernel;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What bounded streams hold of one stream. Safe for use by several threads. */
final class Holds {

  /*
   * A bounded stream has no end that anybody would have to tell: its hold is let go of when the
   * collector finds that nobody can read it any more.
   */

  private final Set<Reference<Hold>> held = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Hold> unreachable = new ReferenceQueue<>();

  /** Holds {@code bound} for as long as what is returned is reachable. */
  Hold add(Bound bound) {
    purge();
    Hold hold = new Hold(bound);
    held.add(new WeakReference<>(hold, unreachable));
    return hold;
  }

  private void purge() {
    Reference<? extends Hold> gone = unreachable.poll();
    while (gone != null) {
      held.remove(gone);
      gone = unreachable.poll();
    }
  }

  /** Returns the first offset that is held; the greatest long when none is. */
  long first() {
    long first = Long.MAX_VALUE;
    for (Reference<Hold> reference : held) {
      Hold hold = reference.get();
      if (hold != null && hold.bound().count() > 0) {
        first = Math.min(first, hold.bound().from());
      }
    }
    return first;
  }

  /** Returns the offset after the last that is held; 0 when none is. */
  long last() {
    long last = 0;
    for (Reference<Hold> reference : held) {
      Hold hold = reference.get();
      if (hold != null) {
        last = Math.max(last, hold.bound().until());
      }
    }
    return last;
  }

  /** Lets go of all that begins before {@code from}. */
  void release(long from) {
    held.removeIf(
        reference -> {
          Hold hold = reference.get();
          if (hold == null || hold.bound().from() >= from) {
            return hold == null;
          }
          hold.letGo();
          return true;
        });
  }
}
