package bourn.sql;

import bourn.engine.Source;
import bourn.index.Database;
import bourn.kernel.BlobReference;
import bourn.kernel.Value;
import bourn.typed.Blobs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sources of one Datalog query as tables. Confined to one thread. */
final class SourceCatalog implements SqlCatalog {

  private final Map<String, Source> sources;
  private final Map<String, DatomSchema> schemas = new HashMap<>();
  private final Inference inference = new Inference();

  /** Makes a catalog of {@code sources}, each of which is a stream. */
  SourceCatalog(Map<String, Source> sources) {
    this.sources = sources;
  }

  private List<String> named(boolean datoms) {
    List<String> names = new ArrayList<>();
    sources.forEach(
        (name, source) -> {
          if (source.behind() instanceof Source.Behind.Facts == datoms) {
            names.add(name);
          }
        });
    return names;
  }

  @Override
  public Collection<String> schemas() {
    return named(true);
  }

  @Override
  public Collection<String> tables(@Nullable String schema) {
    return schema == null ? named(false) : schema(schema).tables();
  }

  @Override
  public SqlTable table(@Nullable String schema, String name) {
    return schema == null ? table(name) : schema(schema).table(name);
  }

  private SqlTable table(String name) {
    return switch (Objects.requireNonNull(sources.get(name)).behind()) {
      case Source.Behind.Events(var bounded) -> new EventTable(bounded, inference);
      case Source.Behind.Rows(var bounded, var columns) -> new TypedSqlTable(bounded, columns);
      case Source.Behind.Facts facts -> throw new AssertionError(name + " is a schema");
      case null -> throw new AssertionError(name + " is no stream");
    };
  }

  private DatomSchema schema(String name) {
    return schemas.computeIfAbsent(name, any -> new DatomSchema(database(name)));
  }

  private Database database(String name) {
    if (Objects.requireNonNull(sources.get(name)).behind()
        instanceof Source.Behind.Facts(Database database)) {
      if (database.isHistory()) {
        throw SqlErrors.wrong(
            "history", "the source " + name + " is a history, of which there are no tables");
      }
      return database;
    }
    throw new AssertionError(name + " is no schema");
  }

  @Override
  public Value blob(BlobReference reference) {
    for (Source source : sources.values()) {
      if (source.behind() instanceof Source.Behind.Rows(var bounded, var columns)) {
        return Blobs.read(bounded.stream().kernel(), reference);
      }
    }
    throw new NoSuchElementException("no source has blobs");
  }

  @Override
  public @Nullable Source source(String name) {
    return sources.get(name);
  }
}
