package bourn.sql;

import bourn.datoms.Attribute;
import bourn.index.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables of a datom stream. */
final class DatomSchema {

  private static final String DATOMS = "datoms";

  /** Holds the attributes whose names have no namespace. */
  private static final String BARE = "entities";

  private final Database database;
  private final Map<String, List<Attribute>> entities = new TreeMap<>();
  private final Map<String, Attribute> lists = new TreeMap<>();
  private final Map<String, SqlTable> made = new HashMap<>();

  DatomSchema(Database database) {
    this.database = database;
    database.attributes().stream()
        .filter(attribute -> !isSystem(attribute))
        .sorted(Comparator.comparingLong(Attribute::id))
        .forEach(this::add);
  }

  private static boolean isSystem(Attribute attribute) {
    String namespace = attribute.ident().namespace();
    return namespace != null && (namespace.equals("db") || namespace.startsWith("db."));
  }

  private void add(Attribute attribute) {
    String namespace = attribute.ident().namespace();
    String table = namespace == null ? BARE : namespace;
    entities.computeIfAbsent(table, any -> new ArrayList<>()).add(attribute);
    if (attribute.many()) {
      lists.put(table + "_" + attribute.ident().localName(), attribute);
    }
  }

  Collection<String> tables() {
    List<String> names = new ArrayList<>(entities.keySet());
    names.addAll(lists.keySet());
    names.add(DATOMS);
    return names;
  }

  synchronized SqlTable table(String name) {
    return made.computeIfAbsent(name, this::make);
  }

  private SqlTable make(String name) {
    if (name.equals(DATOMS)) {
      return new FactTable(database);
    }
    Attribute list = lists.get(name);
    return list == null
        ? new EntityTable(database, name, entities.getOrDefault(name, List.of()))
        : new ListTable(database, name, list);
  }

  /** Returns the table of that name at another point. */
  static SqlTable past(Database database, String name, AsOf point) {
    long until = Pasts.of(database.bounded(), point).bound().until();
    return new DatomSchema(database.asOf(until - 1)).table(name);
  }
}
