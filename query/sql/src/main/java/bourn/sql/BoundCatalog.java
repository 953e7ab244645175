package bourn.sql;

import bourn.engine.Source;
import bourn.kernel.BlobReference;
import bourn.kernel.BoundedStream;
import bourn.kernel.Value;
import bourn.typed.Blobs;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Streams at fixed bounds. */
final class BoundCatalog implements SqlCatalog {

  private final StreamCatalog streams;
  private final Map<String, BoundedStream> bounds;
  private final Map<String, DatomSchema> schemas = new HashMap<>();
  private final PlanCache plans = new PlanCache();

  BoundCatalog(StreamCatalog streams, Map<String, BoundedStream> bounds) {
    this.streams = streams;
    this.bounds = bounds;
  }

  /** Returns the plans of statements asked of this. */
  PlanCache plans() {
    return plans;
  }

  @Override
  public Collection<String> schemas() {
    return named(true);
  }

  private List<String> named(boolean datoms) {
    return bounds.entrySet().stream()
        .filter(entry -> StreamCatalog.isDatoms(entry.getValue()) == datoms)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public Collection<String> tables(@Nullable String schema) {
    return schema == null ? named(false) : schema(schema).tables();
  }

  @Override
  public SqlTable table(@Nullable String schema, String name) {
    return schema == null
        ? streams.table(Objects.requireNonNull(bounds.get(name)))
        : schema(schema).table(name);
  }

  @Override
  public Value blob(BlobReference reference) {
    return Blobs.read(streams.kernel(), reference);
  }

  @Override
  public @Nullable Source source(String name) {
    BoundedStream bounded = bounds.get(name);
    return bounded == null ? null : streams.source(bounded);
  }

  private synchronized DatomSchema schema(String name) {
    return schemas.computeIfAbsent(
        name, any -> new DatomSchema(streams.database(Objects.requireNonNull(bounds.get(name)))));
  }
}
