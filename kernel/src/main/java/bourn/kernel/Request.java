package bourn.kernel;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that waits to be committed; completed when it is as durable as asked for. */
abstract class Request<T> extends CompletableFuture<T> {

  private final Durability durability;
  private @Nullable T outcome;
  private boolean acknowledges;
  private boolean ofVirtualThread;

  Request(Durability durability) {
    this.durability = durability;
  }

  /**
   * Has {@code group} take in what this changes.
   *
   * @throws RuntimeException if it broke
   */
  final void decideIn(CommitGroup group) {
    int before = group.entries().size();
    T decided = decide(group);
    outcome = decided;
    acknowledges = group.entries().size() > before || acknowledges(decided);
  }

  /** Notes, before this is committed, that a virtual thread waits for it, and nobody else. */
  final void ofVirtualThread() {
    ofVirtualThread = true;
  }

  final boolean isOfVirtualThread() {
    return ofVirtualThread;
  }

  /** Returns whether this, which is decided, is complete only when the log is synced. */
  final boolean awaitsSync() {
    return acknowledges && durability == Durability.DISK;
  }

  /** Completes this, which is decided, in the log, and as durable as asked for. */
  @SuppressWarnings("NullAway") // it is decided
  final void settle() {
    settle(outcome);
  }

  /** Completes this, which is decided, as the disk failed under the group. */
  final void fail(String why) {
    complete(indeterminate(why));
  }

  /** Adds to {@code group} what this changes, if anything, and returns the outcome of that. */
  abstract T decide(CommitGroup group);

  /** Returns the outcome when the disk failed under the group. */
  abstract T indeterminate(String why);

  /** Returns whether {@code outcome} tells the caller that something is in the log. */
  boolean acknowledges(T outcome) {
    return false;
  }

  /** Completes this with {@code outcome}. */
  void settle(T outcome) {
    complete(outcome);
  }
}
