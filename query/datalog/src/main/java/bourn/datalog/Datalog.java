package bourn.datalog;

import bourn.engine.Analysis;
import bourn.engine.Budget;
import bourn.engine.Engine;
import bourn.engine.Explain;
import bourn.engine.Guard;
import bourn.engine.HostFunctions;
import bourn.engine.Plan;
import bourn.engine.QueryException;
import bourn.engine.Result;
import bourn.engine.Source;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers Datalog queries over any number of sources. */
public final class Datalog {

  private Datalog() {}

  /**
   * Answers {@code query} within the default budget.
   *
   * @param inputs as for {@link #query(Query, List, Budget)}
   * @throws QueryException if the query is wrong or cannot be answered
   */
  public static QueryResult query(String query, @Nullable Object... inputs) {
    return query(Query.parse(query), Arrays.asList(inputs), Budget.DEFAULT);
  }

  /**
   * Answers {@code query}.
   *
   * @param inputs one for each input of the query, in order: a {@link Source}, a {@link
   *     bourn.index.Database} or a collection of tuples for a source, EDN text or data for rules, a
   *     {@link bourn.engine.HostFunction} for a variable that is called, and for everything else a
   *     value or what {@link bourn.kernel.Value#of(Object)} takes
   * @throws QueryException if the query is wrong or cannot be answered within {@code budget}
   */
  public static QueryResult query(Query query, List<?> inputs, Budget budget) {
    return query(query, inputs, budget, HostFunctions.NONE);
  }

  /**
   * Does as {@link #query(Query, List, Budget)}, for queries that call {@code functions} beside the
   * library's.
   */
  public static QueryResult query(
      Query query, List<?> inputs, Budget budget, HostFunctions functions) {
    return placed(
        query,
        () -> {
          Guard guard = guard(query, budget);
          return answer(query, new Inputs(query.parsed(), inputs, functions, guard), guard);
        });
  }

  /** Answers {@code query} of inputs that are bound already. */
  static QueryResult asked(Query query, Inputs inputs, Guard guard) {
    return placed(query, () -> answer(query, inputs, guard));
  }

  private static <T> T placed(Query query, Supplier<T> work) {
    try {
      return Guarded.run(query.text(), work);
    } catch (QueryException e) {
      throw Blame.placed(e, query.parsed());
    }
  }

  /**
   * Returns how {@code query} is answered, as a part of the plan of something else.
   *
   * @param guard watches the whole, from now on until the plan has run
   * @param ids numbers what is shared, or recursive, in the whole plan
   * @throws QueryException if the query is wrong, or pulls
   */
  public static EmbeddedQuery embedded(Query query, List<?> inputs, Guard guard, IntSupplier ids) {
    return placed(query, () -> Embedding.of(query, inputs, guard, ids));
  }

  /**
   * Returns how {@code query} would be answered, without answering it.
   *
   * @throws QueryException if the query is wrong
   */
  public static Explanation explain(Query query, List<?> inputs) {
    return explain(query, inputs, HostFunctions.NONE);
  }

  /**
   * Does as {@link #explain(Query, List)}, for queries that call {@code functions} beside the
   * library's.
   */
  public static Explanation explain(Query query, List<?> inputs, HostFunctions functions) {
    return Guarded.run(
        query.text(),
        () -> {
          Guard guard = new Guard(Budget.DEFAULT);
          Compiler compiler = compiler(query, inputs, guard, functions);
          boolean kept = Template.kept(query, compiler);
          return explanation(compiler, compiler.compile(), kept, null);
        });
  }

  /**
   * Answers {@code query} and returns how, with the rows that each operator gave.
   *
   * @throws QueryException if the query is wrong or cannot be answered within {@code budget}
   */
  public static Explanation analyze(Query query, List<?> inputs, Budget budget) {
    return analyze(query, inputs, budget, HostFunctions.NONE);
  }

  /**
   * Does as {@link #analyze(Query, List, Budget)}, for queries that call {@code functions} beside
   * the library's.
   */
  public static Explanation analyze(
      Query query, List<?> inputs, Budget budget, HostFunctions functions) {
    return placed(
        query,
        () -> {
          Guard guard = guard(query, budget);
          Compiler compiler = compiler(query, inputs, guard, functions);
          boolean kept = Template.kept(query, compiler);
          Plan plan = compiler.compile();
          compiler.scope().sources().values().forEach(Datalog::observe);
          return explanation(compiler, plan, kept, Engine.analyze(plan, guard).analysis());
        });
  }

  private static Compiler compiler(
      Query query, List<?> inputs, Guard guard, HostFunctions functions) {
    Inputs bound = new Inputs(query.parsed(), inputs, functions, guard);
    return new Compiler(query.parsed(), bound, guard);
  }

  private static Explanation explanation(
      Compiler compiler, Plan plan, boolean kept, @Nullable Analysis analysis) {
    Planning planning = compiler.scope().planning();
    return new Explanation(
        planning.order(analysis), Explain.tree(plan, analysis), kept, planning.warnings());
  }

  private static QueryResult answer(Query query, Inputs inputs, Guard guard) {
    Compiler compiler = new Compiler(query.parsed(), inputs, guard);
    Plan plan = Template.plan(query, compiler);
    Scope scope = compiler.scope();
    scope.sources().values().forEach(Datalog::observe);
    Result result = Engine.run(plan, guard);
    if (result.rows() == 0) {
      Unseen.warn(query.parsed().where(), scope);
    }
    return new QueryResult(
        query, result, Pulls.finishing(query.parsed(), scope), guard, scope.planning().warnings());
  }

  private static void observe(Matched matched) {
    if (matched instanceof Matched.Facts(Source source)) {
      source.observe();
    }
  }

  /** Returns what watches {@code query}: its own time limit counts where it is the shorter one. */
  static Guard guard(Query query, Budget budget) {
    Long timeoutMillis = query.parsed().window().timeoutMillis();
    return timeoutMillis == null || timeoutMillis >= budget.time().toMillis()
        ? new Guard(budget)
        : new Guard(budget.within(Duration.ofMillis(timeoutMillis)));
  }
}
