package bourn.sql;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.IgnoreCaseLookup;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.jspecify.annotations.Nullable;

/**
 * One schema of a catalog as Calcite sees it. A table is made when a statement names it; those that
 * a statement wants as of some point are added by it under names of their own.
 */
final class CatalogSchema extends AbstractSchema {

  private final SqlCatalog catalog;
  private final @Nullable String name;
  private final Map<String, Table> tables = new HashMap<>();

  private final boolean bare;
  private final Statement statement;

  /**
   * Makes a schema.
   *
   * @param bare whether its tables are to be without hidden columns
   */
  CatalogSchema(SqlCatalog catalog, @Nullable String name, boolean bare, Statement statement) {
    this.catalog = catalog;
    this.name = name;
    this.bare = bare;
    this.statement = statement;
  }

  /** Returns the whole catalog below {@code root}, its root schema. */
  static CalciteSchema whole(SqlCatalog catalog, CatalogSchema root) {
    CalciteSchema schema = CalciteSchema.createRootSchema(false, false, "", root);
    for (String name : catalog.schemas()) {
      schema.add(name, new CatalogSchema(catalog, name, root.bare, root.statement));
    }
    return schema;
  }

  /** Adds {@code table} under a name that nothing else has, and returns the name. */
  String add(SqlTable table) {
    return add(new CatalogTable(table, bare));
  }

  /** Adds {@code table} under a name that nothing else has, and returns the name. */
  String add(Table table) {
    String added = "\u0000" + tables.size();
    tables.put(added, table);
    return added;
  }

  @Override
  public Lookup<Table> tables() {
    return new IgnoreCaseLookup<>() {
      @Override
      public @Nullable Table get(String table) {
        return table(table);
      }

      @Override
      public Set<String> getNames(LikePattern pattern) {
        Set<String> names = new LinkedHashSet<>(catalog.tables(name));
        names.addAll(tables.keySet());
        names.removeIf(known -> !pattern.matcher().apply(known));
        return names;
      }
    };
  }

  private @Nullable Table table(String table) {
    if (!tables.containsKey(table) && catalog.tables(name).contains(table)) {
      SqlTable known = catalog.table(name, table);
      tables.put(
          table,
          known instanceof View view
              ? new CatalogView(view, statement)
              : new CatalogTable(known, bare));
    }
    return tables.get(table);
  }
}
