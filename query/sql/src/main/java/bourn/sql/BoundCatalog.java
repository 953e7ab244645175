package bourn.sql;

import bourn.engine.Source;
import bourn.kernel.BlobReference;
import bourn.kernel.BoundedStream;
import bourn.kernel.Value;
import bourn.typed.Blobs;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Streams at fixed bounds. */
final class BoundCatalog implements SqlCatalog {

  private final StreamCatalog streams;
  private final Map<String, BoundedStream> bounds;
  private final Map<String, DatomSchema> schemas = new HashMap<>();
  private final PlanCache plans = new PlanCache();

  private final Map<String, String> views;

  BoundCatalog(StreamCatalog streams, Map<String, BoundedStream> bounds) {
    this(streams, bounds, views(streams, bounds));
  }

  private BoundCatalog(
      StreamCatalog streams, Map<String, BoundedStream> bounds, Map<String, String> views) {
    this.streams = streams;
    this.bounds = bounds;
    this.views = views;
  }

  private static Map<String, String> views(
      StreamCatalog streams, Map<String, BoundedStream> bounds) {
    BoundedStream declared = bounds.get(Views.NAME);
    return declared == null || StreamCatalog.isDatoms(declared)
        ? Map.of()
        : streams.views(declared);
  }

  /** Returns this with one view more, or another one of that name. */
  BoundCatalog with(String view, String sql) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(views);
    more.put(view, sql);
    return new BoundCatalog(streams, bounds, more);
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
    return schema == null ? tablesAndViews() : schema(schema).tables();
  }

  @Override
  public SqlTable table(@Nullable String schema, String name) {
    if (schema != null) {
      return schema(schema).table(name);
    }
    BoundedStream bounded = bounds.get(name);
    return bounded == null
        ? new View(name, Objects.requireNonNull(views.get(name)), this)
        : streams.table(bounded);
  }

  @Override
  public Map<String, String> views() {
    return views;
  }

  /** A stream hides a view of its name. */
  private Collection<String> tablesAndViews() {
    List<String> streamsOnly = named(false);
    if (views.isEmpty()) {
      return streamsOnly;
    }
    Set<String> all = new LinkedHashSet<>(streamsOnly);
    views.keySet().stream().filter(view -> !bounds.containsKey(view)).forEach(all::add);
    return all;
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
