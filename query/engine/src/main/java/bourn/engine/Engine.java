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
    return run(plan, new Guard(budget));
  }

  /** Does as {@link #run(Plan, Budget)}, for a query that has taken some of its budget already. */
  public static Result run(Plan plan, Guard guard) {
    return new Execution(guard, null).run(plan);
  }

  /**
   * Does as {@link #run(Plan, Budget)}, and counts what each operator gives, which takes longer.
   */
  public static Analyzed analyze(Plan plan, Budget budget) {
    return analyze(plan, new Guard(budget));
  }

  /**
   * Does as {@link #analyze(Plan, Budget)}, for a query that has taken some of its budget already.
   */
  public static Analyzed analyze(Plan plan, Guard guard) {
    Analysis analysis = new Analysis();
    return new Analyzed(new Execution(guard, analysis).run(plan), analysis);
  }

  /** A result, and how it came about. */
  public record Analyzed(Result result, Analysis analysis) {}
}
