package bourn.jdbc;

import bourn.kernel.Value;
import bourn.sql.SqlColumn;
import java.util.Iterator;
import java.util.List;
import org.apache.calcite.avatica.Meta;

/** Rows on their way through Avatica, as {@link BournResultSet} reads them. */
record Rows(List<SqlColumn> columns, List<List<Value>> rows) implements Iterable<Object> {

  Meta.Frame frame() {
    return new Meta.Frame(0, true, this);
  }

  @Override
  public Iterator<Object> iterator() {
    return List.<Object>copyOf(rows).iterator();
  }
}
