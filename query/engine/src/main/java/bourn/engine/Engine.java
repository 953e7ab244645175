package bourn.engine;

/** Runs plans. */
public final class Engine {

  private Engine() {}

  /**
   * Runs {@code plan} to its end on the calling thread.
   *
   * @throws QueryException if it exceeds {@code budget} or one of its functions fails; interruption
   *     ends it likewise
   */
  public static Result run(Plan plan, Budget budget) {
    return new Execution(budget).run(plan);
  }
}
