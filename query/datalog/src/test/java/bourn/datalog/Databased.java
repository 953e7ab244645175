package bourn.datalog;

import bourn.datoms.Attribute;
import bourn.index.DatomStream;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Transacts the facts of a list into a datom stream. */
final class Databased {

  private Databased() {}

  static DatomStream of(Kernel kernel, String name, Facts facts) {
    DatomStream stream = DatomStream.open(kernel, name);
    List<Value> schema = new ArrayList<>();
    Map<Value, Keyword> names = new HashMap<>();
    for (Keyword ident : facts.attributes()) {
      Attribute attribute = facts.declared(ident);
      names.put(Value.of(attribute.id()), ident);
      if (!ident.name().startsWith("db/")) {
        schema.add(declaration(attribute));
      }
    }
    stream.transact(schema);
    transactions(facts, names).values().forEach(stream::transact);
    return stream;
  }

  private static Value declaration(Attribute attribute) {
    List<Object> entries = new ArrayList<>(List.of("db/ident", attribute.ident()));
    entries.addAll(
        List.of(
            "db/cardinality",
            Keyword.of(attribute.many() ? "db.cardinality/many" : "db.cardinality/one")));
    if (attribute.valueType() != null) {
      entries.addAll(List.of("db/valueType", attribute.valueType().ident()));
    }
    if (attribute.unique() != null) {
      entries.addAll(List.of("db/unique", Keyword.of("db.unique/identity")));
    }
    if (attribute.component()) {
      entries.addAll(List.of("db/isComponent", true));
    }
    return Value.map(entries.toArray());
  }

  private static Map<Value, List<Value>> transactions(Facts facts, Map<Value, Keyword> names) {
    Map<Value, List<Value>> transactions = new TreeMap<>();
    for (List<Value> row : facts.rows()) {
      transactions
          .computeIfAbsent(row.get(3), t -> new ArrayList<>())
          .add(Value.list(Keyword.of("db/add"), row.get(0), names.get(row.get(1)), row.get(2)));
    }
    return transactions;
  }
}
