package bourn.sql;

import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.index.Database;
import bourn.index.Databases;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Cut;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamKind;
import bourn.kernel.StreamName;
import bourn.typed.ColumnSegments;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a kernel as tables. Make one for a kernel, and ask it for a {@link SqlCatalog} for
 * each statement. Safe for use by several threads.
 *
 * <ul>
 *   <li>A generic stream is a table of its name: {@code offset}, {@code time}, {@code origin},
 *       {@code value}, and a column for each key that its events, where they are maps, have.
 *   <li>A typed stream is a table of its name, of its fields; {@code _offset}, {@code _time} and
 *       {@code _origin} can be named but are not part of {@code *}.
 *   <li>A datom stream is a schema of its name: the table {@code datoms} of all facts, for each
 *       namespace of attributes a table with a row an entity, called {@code id}, and for each
 *       attribute of several values a table of {@code id} and {@code value}.
 *   <li>A view, of {@link Views}, is a table of its name.
 * </ul>
 */
public final class StreamCatalog {

  /** Attempts to bound all streams at one cut before one of them is trimmed or deleted. */
  private static final int MOST_ATTEMPTS = 100;

  private final Kernel kernel;
  private final Databases databases;
  private final ColumnSegments segments;
  private final Inference inference = new Inference();

  /**
   * What {@link #now} gave last, as long as somebody asks it: it holds events that retention would
   * reclaim.
   */
  private volatile Last last = new Last(new Cut(-1, Map.of(), Map.of()), new WeakReference<>(null));

  private volatile Declared declared = new Declared(-1, new Bound(0, 0), Map.of());

  /** The views that a stream had at a bound. */
  private record Declared(long incarnation, Bound bound, Map<String, String> views) {}

  private record Last(Cut cut, WeakReference<SqlCatalog> catalog) {}

  private StreamCatalog(Kernel kernel, Databases databases, ColumnSegments segments) {
    this.kernel = kernel;
    this.databases = databases;
    this.segments = segments;
  }

  /** Returns the streams of {@code kernel}; {@code databases} are those of the same kernel. */
  public static StreamCatalog of(Kernel kernel, Databases databases) {
    return of(kernel, databases, ColumnSegments.over(kernel));
  }

  /** Returns the streams of {@code kernel}, whose databases and packed columns are shared. */
  public static StreamCatalog of(Kernel kernel, Databases databases, ColumnSegments segments) {
    return new StreamCatalog(kernel, databases, segments);
  }

  /**
   * Returns all streams as they are now, at one cut; what a statement reads, nobody read. It may be
   * the catalog that it was before if nothing was committed since.
   */
  public SqlCatalog now() {
    return within(CausalContext.NONE);
  }

  /**
   * Returns all streams as they are now, at one cut; what a statement reads, {@code context} did.
   */
  public SqlCatalog within(CausalContext context) {
    for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      try {
        return atOneCut(context);
      } catch (IllegalArgumentException | IllegalStateException e) {
        assert e.getMessage() != null : "a stream was dropped meanwhile, or the next one says why";
      }
    }
    return atOneCut(context);
  }

  private SqlCatalog atOneCut(CausalContext context) {
    Cut cut = kernel.cut(kernel.streams().stream().map(StreamDescriptor::name).toList());
    if (context != CausalContext.NONE) {
      return over(cut.bounds(), context);
    }
    Last before = last;
    SqlCatalog same = before.cut.equals(cut) ? before.catalog.get() : null;
    if (same != null) {
      return same;
    }
    SqlCatalog made = over(cut.bounds(), context);
    last = new Last(cut, new WeakReference<>(made));
    return made;
  }

  /**
   * Returns those streams that {@code bounds} names, at these bounds.
   *
   * @throws IllegalArgumentException if there is no stream of one of these names
   */
  public SqlCatalog over(Map<StreamName, Bound> bounds, CausalContext context) {
    Map<String, BoundedStream> streams = new LinkedHashMap<>();
    new TreeMap<>(bounds)
        .forEach((name, bound) -> streams.put(name.text(), stream(name).bound(bound, context)));
    return new BoundCatalog(this, streams);
  }

  private EventStream stream(StreamName name) {
    return kernel
        .find(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no stream called " + name));
  }

  Database database(BoundedStream bounded) {
    return databases.database(bounded);
  }

  Kernel kernel() {
    return kernel;
  }

  /** Returns the views that {@code bounded}, the stream of them, has. */
  Map<String, String> views(BoundedStream bounded) {
    long incarnation = bounded.stream().extent().incarnation();
    Declared known = declared;
    if (known.incarnation() != incarnation || !known.bound().equals(bounded.bound())) {
      known = new Declared(incarnation, bounded.bound(), Views.in(bounded));
      declared = known;
    }
    return known.views();
  }

  /** Returns a stream as facts. */
  Source source(BoundedStream bounded) {
    return switch (bounded.stream().descriptor().kind()) {
      case GENERIC -> Sources.generic(bounded);
      case TYPED -> Sources.typed(bounded, segments);
      case DATOM -> Sources.of(databases.database(bounded));
    };
  }

  /** Returns the table of a stream that is no datom stream. */
  SqlTable table(BoundedStream bounded) {
    return bounded.stream().descriptor().kind() == StreamKind.TYPED
        ? TypedSqlTable.of(bounded, segments)
        : new EventTable(bounded, inference);
  }

  static boolean isDatoms(@Nullable BoundedStream bounded) {
    return bounded != null && bounded.stream().descriptor().kind() == StreamKind.DATOM;
  }
}
