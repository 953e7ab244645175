package bourn.storage;

import java.util.ArrayDeque;
import java.util.Deque;

/** What an opening holds so far, to be let go when it fails. */
final class Opening {

  private final Deque<AutoCloseable> held = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    held.push(resource);
    return resource;
  }

  /** Closes everything, the last first. */
  void undo(Throwable why) {
    for (AutoCloseable resource : held) {
      try {
        resource.close();
      } catch (Exception e) {
        why.addSuppressed(e);
      }
    }
  }
}
