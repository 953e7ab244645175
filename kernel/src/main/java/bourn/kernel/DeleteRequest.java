package bourn.kernel;

import java.util.Optional;

/** Deletes a stream; the outcome is whether there was one, empty when nobody knows. */
final class DeleteRequest extends Request<Optional<Boolean>> {

  private final LogStream stream;

  DeleteRequest(LogStream stream) {
    super(Durability.LOG);
    this.stream = stream;
  }

  @Override
  Optional<Boolean> decide(CommitGroup group) {
    boolean lives = !stream.nextDeleted();
    if (lives) {
      group.add(stream.takeDelete());
    }
    return Optional.of(lives);
  }

  @Override
  Optional<Boolean> indeterminate(String why) {
    return Optional.empty();
  }
}
