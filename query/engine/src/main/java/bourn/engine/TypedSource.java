package bourn.engine;

import bourn.columns.Table;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalOrder;
import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import bourn.typed.TypedTable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A typed stream as facts. */
final class TypedSource implements Source {

  private final BoundedStream bounded;
  private final TypedTable table;
  private final Set<Keyword> attributes = new LinkedHashSet<>();

  TypedSource(BoundedStream bounded, TypedTable table) {
    this.bounded = bounded;
    this.table = table;
    table.type().fields().forEach(field -> attributes.add(field.key()));
    attributes.addAll(EventAttribute.STAMPED);
  }

  @Override
  public Table datoms() {
    return new TypedDatoms(bounded, table, attributes);
  }

  @Override
  public @Nullable Table rows(List<Keyword> wanted) {
    return wanted.contains(EventAttribute.CAUSE) || !attributes.containsAll(wanted)
        ? null
        : new TypedRows(table, wanted);
  }

  @Override
  public @Nullable Value attribute(Keyword ident) {
    return attributes.contains(ident) ? ident : null;
  }

  @Override
  public Set<Keyword> attributes() {
    return Set.copyOf(attributes);
  }

  @Override
  public boolean strict() {
    return true;
  }

  @Override
  public @Nullable Value entity(Value form) {
    return form instanceof Reference ? form : null;
  }

  @Override
  public CausalOrder order() {
    return bounded.stream().order();
  }

  @Override
  public void observe() {
    bounded.observe();
  }

  @Override
  public Behind behind() {
    return new Behind.Rows(bounded, table);
  }
}
