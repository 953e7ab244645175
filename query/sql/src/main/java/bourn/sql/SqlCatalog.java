package bourn.sql;

import bourn.engine.Source;
import bourn.kernel.BlobReference;
import bourn.kernel.Value;
import java.util.Collection;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one statement, all at one cut. Asked for tables by several names in one statement,
 * it answers for one moment.
 */
public interface SqlCatalog {

  /** Returns the names of the schemas beside the root. */
  Collection<String> schemas();

  /**
   * Returns the names of the tables of a schema.
   *
   * @param schema one of {@link #schemas}, or null for the root
   */
  Collection<String> tables(@Nullable String schema);

  /**
   * Returns a table.
   *
   * @param schema one of {@link #schemas}, or null for the root
   * @param name one of {@link #tables}
   */
  SqlTable table(@Nullable String schema, String name);

  /** Returns the query of each table of the root that is a view, by name. */
  default Map<String, String> views() {
    return Map.of();
  }

  /**
   * Returns what {@code reference}, which a column of blobs has, refers to.
   *
   * @throws java.util.NoSuchElementException if it is gone, or there are no blobs here
   * @throws bourn.kernel.StorageException if it cannot be read whole
   */
  default Value blob(BlobReference reference) {
    throw new NoSuchElementException("there are no blobs here");
  }

  /**
   * Returns the facts of what is called {@code name}, which is a table of the root or a schema, at
   * the same cut: what {@code TABLE(DATALOG('..'))} asks. Null if there are none.
   */
  default @Nullable Source source(String name) {
    return null;
  }
}
