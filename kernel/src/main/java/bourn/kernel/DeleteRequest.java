package bourn.kernel;

import java.util.Optional;

/** Deletes a stream; the outcome is whether there was one, empty when nobody knows. */
final class DeleteRequest extends Request<Optional<Boolean>> {

  private static final long ANY = -1;

  private final LogStream stream;
  private final long tail;

  DeleteRequest(LogStream stream) {
    this(stream, ANY);
  }

  /**
   * Makes a request that deletes {@code stream} only if nothing was appended beyond {@code tail}.
   */
  DeleteRequest(LogStream stream, long tail) {
    super(Durability.LOG);
    this.stream = stream;
    this.tail = tail;
  }

  @Override
  Optional<Boolean> decide(CommitGroup group) {
    boolean deletes = !stream.nextDeleted() && (tail == ANY || tail == stream.nextTail());
    if (deletes) {
      group.add(stream.takeDelete());
    }
    return Optional.of(deletes);
  }

  @Override
  Optional<Boolean> indeterminate(String why) {
    return Optional.empty();
  }
}
