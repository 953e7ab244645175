package bourn.kernel;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Creates a stream, unless there is one of its name by now. */
final class CreateRequest extends Request<Optional<LogStream>> {

  private final StreamDescriptor descriptor;
  private final Function<StreamName, Optional<LogStream>> find;
  private final Supplier<LogStream> make;

  /**
   * Makes the request.
   *
   * @param find a published stream of that name
   * @param make the stream, under a new incarnation; called by the committer
   */
  CreateRequest(
      StreamDescriptor descriptor,
      Function<StreamName, Optional<LogStream>> find,
      Supplier<LogStream> make) {
    super(Durability.LOG);
    this.descriptor = descriptor;
    this.find = find;
    this.make = make;
  }

  @Override
  Optional<LogStream> decide(CommitGroup group) {
    return find.apply(descriptor.name())
        .or(() -> Optional.ofNullable(group.created(descriptor.name())))
        .or(() -> Optional.of(create(group)));
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
