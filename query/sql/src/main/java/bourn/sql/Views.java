package bourn.sql;

import bourn.engine.QueryException;
import bourn.kernel.AppendRequest;
import bourn.kernel.BoundedStream;
import bourn.kernel.Keyword;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * The views of a store: queries that have names, and are tables to every statement. They are events
 * of the stream {@link #NAME}, which is there once one was declared; of a name the last one counts,
 * so a statement sees them as they were at its cut. Safe for use by several threads.
 *
 * <pre>{@code
 * Views views = Views.of(catalog);
 * views.declare("late", "SELECT origin, delay FROM flights WHERE delay > 30");
 * Sql.query("SELECT count(*) FROM late", catalog.now());
 * }</pre>
 */
public final class Views {

  /** The name of the stream. */
  public static final String NAME = "bourn.views";

  private static final Keyword VIEW = Keyword.of("view");
  private static final Keyword SQL = Keyword.of("sql");
  private static final int MOST_CHARACTERS = 100_000;
  private static final int MOST_VIEWS = 10_000;

  private final StreamCatalog catalog;

  private Views(StreamCatalog catalog) {
    this.catalog = catalog;
  }

  /** Returns the views of the store of {@code catalog}. */
  public static Views of(StreamCatalog catalog) {
    return new Views(catalog);
  }

  /** Returns the query of each view there is now, by name. */
  public Map<String, String> all() {
    return catalog
        .kernel()
        .find(new StreamName(NAME))
        .map(stream -> in(stream.bound()))
        .orElse(Map.of());
  }

  /**
   * Has {@code name} stand for what {@code sql} gives, from now on, whatever it stood for before.
   *
   * @throws QueryException if the query is wrong, has parameters, or refers to itself
   * @throws IllegalArgumentException if a stream is called so, or it is too long
   */
  public void declare(String name, String sql) {
    check(name, sql);
    if (catalog.now() instanceof BoundCatalog tables) {
      String quoted = '"' + name.replace("\"", "\"\"") + '"';
      Sql.checkReads(sql, tables);
      Sql.explain("SELECT * FROM " + quoted, tables.with(name, sql));
    }
    append(Value.map("view", name, "sql", sql));
  }

  private void check(String name, String sql) {
    if (name.isBlank() || name.length() > 256 || sql.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a view has a name of at most 256 characters and a query of at most "
              + MOST_CHARACTERS
              + ", was "
              + name.length()
              + " and "
              + sql.length());
    }
    boolean taken =
        catalog.kernel().streams().stream()
            .anyMatch(stream -> stream.name().text().equalsIgnoreCase(name));
    if (taken) {
      throw new IllegalArgumentException("there is a stream called " + name);
    }
    Map<String, String> known = all();
    if (!known.containsKey(name) && known.size() >= MOST_VIEWS) {
      throw new IllegalArgumentException("a store has at most " + MOST_VIEWS + " views");
    }
  }

  /**
   * Has {@code name} stand for nothing from now on.
   *
   * @throws NoSuchElementException if there is no such view
   */
  public void drop(String name) {
    if (!all().containsKey(name)) {
      throw new NoSuchElementException(
          "there is no view called " + name + "; there are " + all().keySet());
    }
    append(Value.map("view", name));
  }

  private void append(Value event) {
    catalog.kernel().open(StreamDescriptor.generic(NAME)).append(AppendRequest.of(event)).orThrow();
  }

  /**
   * Returns the views that {@code bounded} has in the end; events of other forms are passed over.
   */
  static Map<String, String> in(BoundedStream bounded) {
    Map<String, String> views = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    try (Reader reader = bounded.read()) {
      while (reader.next() == Step.EVENT) {
        if (reader.value() instanceof Value.Entries event
            && event.get(VIEW) instanceof Value.Text(String name)) {
          views.remove(name);
          if (event.get(SQL) instanceof Value.Text(String sql)) {
            views.put(name, sql);
          }
        }
      }
    }
    return Collections.unmodifiableMap(views);
  }
}
