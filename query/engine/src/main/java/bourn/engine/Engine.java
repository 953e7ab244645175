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
    return new Execution(budget, null).run(plan);
  }

  /** Does as {@link #run}, and counts what each operator gives, which takes longer. */
  public static Analyzed analyze(Plan plan, Budget budget) {
    Analysis analysis = new Analysis();
    return new Analyzed(new Execution(budget, analysis).run(plan), analysis);
  }

  /** A result, and how it came about. */
  public record Analyzed(Result result, Analysis analysis) {}
}
