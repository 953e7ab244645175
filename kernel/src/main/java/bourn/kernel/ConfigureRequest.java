package bourn.kernel;

/** Sets the settings of a stream; the outcome is whether anybody knows. */
final class ConfigureRequest extends Request<Boolean> {

  private final LogStream stream;
  private final StreamSettings settings;
  private final long epochMillis;

  ConfigureRequest(LogStream stream, StreamSettings settings, long epochMillis) {
    super(Durability.LOG);
    this.stream = stream;
    this.settings = settings;
    this.epochMillis = epochMillis;
  }

  @Override
  Boolean decide(CommitGroup group) {
    group.add(stream.takeConfiguration(settings, epochMillis));
    return true;
  }

  @Override
  Boolean indeterminate(String why) {
    return false;
  }
}
