package bourn.kernel;

import java.util.Optional;
import java.util.function.Supplier;

/** Creates a stream, unless there is one of its name by now. */
final class CreateRequest extends Request<Optional<LogStream>> {

  private final StreamName name;
  private final Publication publication;
  private final Supplier<LogStream> make;

  /**
   * Makes the request.
   *
   * @param make the stream, under a new incarnation; called by the committer
   */
  CreateRequest(StreamName name, Publication publication, Supplier<LogStream> make) {
    super(Durability.LOG);
    this.name = name;
    this.publication = publication;
    this.make = make;
  }

  @Override
  Optional<LogStream> decide(CommitGroup group) {
    return group.find(name, publication).or(() -> Optional.of(create(group)));
  }

  private LogStream create(CommitGroup group) {
    LogStream stream = make.get();
    group.addCreated(stream);
    return stream;
  }

  @Override
  Optional<LogStream> indeterminate(String why) {
    return Optional.empty();
  }
}
