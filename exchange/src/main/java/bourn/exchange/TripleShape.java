package bourn.exchange;

import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.formats.NTriples;
import bourn.formats.ValueReader;
import bourn.index.Database;
import bourn.index.DatomOrder;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.io.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Triples as facts. Nodes are entities with a unique {@code :rdf.node/iri} or {@code
 * :rdf.node/blank}; predicates are attributes with an {@code :rdf.predicate/iri}.
 */
final class TripleShape implements Shape {

  /*
   * RDF has literals and nodes of one predicate side by side; an attribute refers to entities or does
   * not. So a predicate has up to two attributes: the first is named after it, and the second, when
   * objects of the other sort come, has .node or .value at the end of its name.
   */

  private final String importName;
  private @Nullable Batch current;
  private final Map<Predicate, Keyword> attributes = new HashMap<>();

  /** A predicate, with objects of one sort. */
  private record Predicate(String iri, boolean ofNodes) {}

  TripleShape(String importName) {
    this.importName = importName;
  }

  @Override
  public ValueReader reader(Reader in) {
    return NTriples.reader(in);
  }

  @Override
  public boolean declares(Value record) {
    return false;
  }

  @Override
  public void add(Value record, Batch batch) {
    List<Value> triple = ((Value.Items) record).items();
    if (batch != current) {
      current = batch;
      attributes.clear();
    }
    Value object = triple.get(2);
    boolean ofNodes = NTriples.isIri(object) || NTriples.isBlank(object);
    Keyword attribute = attribute(new Predicate(NTriples.name(triple.get(1)), ofNodes), batch);
    batch.addOnce(
        Value.list(
            Keyword.of("db/add"),
            node(triple.get(0), batch),
            attribute,
            ofNodes ? node(object, batch) : object));
  }

  /** Returns the tempid of a node. */
  private Value node(Value term, Batch batch) {
    Keyword naming = NTriples.isIri(term) ? Vocabulary.IRI : Vocabulary.BLANK;
    declare(naming, NTriples.isIri(term) ? "db.type/uri" : "db.type/string", true, batch);
    String name =
        NTriples.isIri(term) ? NTriples.name(term) : importName + " _:" + NTriples.name(term);
    Value tempid = Value.of((NTriples.isIri(term) ? "<" : "_") + name);
    batch.addOnce(Value.map("db/id", tempid, naming.name(), name));
    return tempid;
  }

  private static void declare(Keyword name, String type, boolean unique, Batch batch) {
    if (batch.before().attribute(name) != null) {
      return;
    }
    Value.Entries.Builder form =
        new Value.Entries.Builder(4)
            .add(Keyword.of("db/ident"), name)
            .add(Keyword.of("db/valueType"), Keyword.of(type));
    if (unique) {
      form.add(Keyword.of("db/unique"), Keyword.of("db.unique/identity"));
    }
    batch.addOnce(form.build());
  }

  private Keyword attribute(Predicate predicate, Batch batch) {
    Keyword found = attributes.get(predicate);
    if (found == null) {
      found = there(predicate, batch.before());
      if (found == null) {
        found = make(predicate, batch);
      }
      attributes.put(predicate, found);
    }
    return found;
  }

  /** Returns the attribute that the stream has for {@code predicate}, or null. */
  private static @Nullable Keyword there(Predicate predicate, Database before) {
    if (before.attribute(Vocabulary.PREDICATE) == null) {
      return null;
    }
    for (Datom datom :
        before.datoms(DatomOrder.AVET, Vocabulary.PREDICATE, Value.of(predicate.iri()))) {
      Attribute attribute = before.attribute(datom.entity());
      if (attribute != null && attribute.isReference() == predicate.ofNodes()) {
        return attribute.ident();
      }
    }
    return null;
  }

  private Keyword make(Predicate predicate, Batch batch) {
    declare(Vocabulary.PREDICATE, "db.type/uri", false, batch);
    Keyword name = free(predicate, batch.before());
    Value.Entries.Builder form =
        new Value.Entries.Builder(4)
            .add(Keyword.of("db/ident"), name)
            .add(Keyword.of("db/cardinality"), Keyword.of("db.cardinality/many"))
            .add(Vocabulary.PREDICATE, Value.of(predicate.iri()));
    if (predicate.ofNodes()) {
      form.add(Keyword.of("db/valueType"), Keyword.of("db.type/ref"));
    }
    batch.addOnce(form.build());
    return name;
  }

  /** Returns a name that nothing has. */
  private Keyword free(Predicate predicate, Database before) {
    Keyword name = Vocabulary.name(predicate.iri());
    Predicate other = new Predicate(predicate.iri(), !predicate.ofNodes());
    boolean isSecond = attributes.containsKey(other) || there(other, before) != null;
    String base = name.name() + (!isSecond ? "" : predicate.ofNodes() ? ".node" : ".value");
    Keyword free = Keyword.of(base);
    for (int i = 2; attributes.containsValue(free) || before.entity(free) != null; i++) {
      free = Keyword.of(base + i);
    }
    return free;
  }
}
