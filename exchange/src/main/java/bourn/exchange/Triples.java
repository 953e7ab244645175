package bourn.exchange;

import bourn.datoms.Attribute;
import bourn.formats.NTriples;
import bourn.index.Database;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The facts of users' entities as triples. */
final class Triples {

  private final Database database;
  private final Map<Long, Value> predicates = new HashMap<>();

  Triples(Database database) {
    this.database = database;
  }

  void each(Consumer<Value> out) {
    EntityMaps.users(
        database,
        entity -> {
          Value subject = node(entity.id());
          entity
              .values()
              .forEach(
                  (attribute, values) -> {
                    if (!attribute.ident().equals(Vocabulary.IRI)
                        && !attribute.ident().equals(Vocabulary.BLANK)) {
                      for (Value value : values) {
                        out.accept(
                            new Value.Items(
                                List.of(subject, predicate(attribute), object(attribute, value))));
                      }
                    }
                  });
        });
  }

  private Value object(Attribute attribute, Value value) {
    return attribute.isReference() && value instanceof Value.Int(long entity)
        ? node(entity)
        : value;
  }

  private Value node(long entity) {
    String iri = text(entity, Vocabulary.IRI);
    if (!iri.isEmpty()) {
      return NTriples.iri(iri);
    }
    Keyword ident = database.ident(entity);
    return ident == null ? NTriples.blank("e" + entity) : NTriples.iri(Vocabulary.iri(ident));
  }

  private Value predicate(Attribute attribute) {
    return predicates.computeIfAbsent(
        attribute.id(),
        id -> {
          String iri = text(id, Vocabulary.PREDICATE);
          return NTriples.iri(iri.isEmpty() ? Vocabulary.iri(attribute.ident()) : iri);
        });
  }

  private String text(long entity, Keyword name) {
    Attribute attribute = database.attribute(name);
    List<Value> values = attribute == null ? List.of() : database.values(entity, attribute.id());
    return !values.isEmpty() && values.getFirst() instanceof Value.Text(String text) ? text : "";
  }
}
