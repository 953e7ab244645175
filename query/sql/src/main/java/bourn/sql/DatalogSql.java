package bourn.sql;

import bourn.datalog.EmbeddedSql;
import bourn.engine.Guard;
import bourn.engine.QueryException;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** SQL within Datalog. Found as a service; programs ask {@link Sql}. */
public final class DatalogSql implements EmbeddedSql {

  /** Called by the service loader. */
  public DatalogSql() {}

  @Override
  public Answering plan(
      String sql,
      Map<String, Source> sources,
      List<Value> parameters,
      Guard guard,
      IntSupplier ids) {
    SourceCatalog catalog = new SourceCatalog(sources);
    Planned planned =
        Limits.run(
            sql,
            () ->
                new Planning(catalog, parameters, false, InstantSource.system(), guard, ids)
                    .planned(sql));
    if (planned.kind() != Planned.Kind.QUERY) {
      throw new QueryException(
          Keyword.of("sql/unsupported"), "EXPLAIN is not supported within Datalog", sql, 0, null);
    }
    return new Answering(planned.plan(), planned.estimate());
  }
}
