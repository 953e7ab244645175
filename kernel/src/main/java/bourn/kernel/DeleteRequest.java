package bourn.kernel;

import java.util.Optional;

/** Deletes a stream; the outcome is whether there was one, empty when nobody knows. */
final class DeleteRequest extends Request<Optional<Boolean>> {

  private final StreamName name;
  private final Publication publication;

  DeleteRequest(StreamName name, Publication publication) {
    super(Durability.LOG);
    this.name = name;
    this.publication = publication;
  }

  @Override
  Optional<Boolean> decide(CommitGroup group) {
    Optional<LogStream> stream = group.find(name, publication);
    stream.ifPresent(found -> group.add(found.takeDelete()));
    return Optional.of(stream.isPresent());
  }

  @Override
  Optional<Boolean> indeterminate(String why) {
    return Optional.empty();
  }
}
