package bourn.kernel;

/** That a {@link Waiter} is to be signalled when a stream grows, see {@link EventStream#watch}. */
public interface Watch extends AutoCloseable {

  /** Ends the watch: the waiter is not signalled after this, if it was not before. */
  @Override
  void close();
}
