package bourn.kernel;

import java.util.concurrent.CompletableFuture;

/** Something that waits to be committed; completed when it is as durable as asked for. */
abstract class Request<T> extends CompletableFuture<T> {

  private final Durability durability;

  Request(Durability durability) {
    this.durability = durability;
  }

  Durability durability() {
    return durability;
  }

  /** Adds to {@code group} what this changes, if anything, and returns the outcome of that. */
  abstract T decide(CommitGroup group);

  /** Returns the outcome when the disk failed under the group. */
  abstract T indeterminate(String why);

  /** Returns whether {@code outcome} tells the caller that something is in the log. */
  boolean acknowledges(T outcome) {
    return false;
  }

  /** Completes this, which is in the log and as durable as asked for. */
  void settle(T outcome) {
    complete(outcome);
  }
}
