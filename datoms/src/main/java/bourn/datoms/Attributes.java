package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that one transaction may use: those there before it, those it declares, and those
 * it makes by using them.
 */
final class Attributes {

  private final DatomSource source;
  private final Map<Keyword, Attribute> declared = new LinkedHashMap<>();
  private final Map<Keyword, Attribute> used = new LinkedHashMap<>();
  private long next;

  Attributes(DatomSource source) {
    this.source = source;
    this.next = source.nextAttribute();
  }

  /** Returns the next entity to be given to an attribute. */
  long next() {
    return next;
  }

  /** Returns an entity for an attribute. */
  long allocate() {
    return next++;
  }

  /** Returns the attributes made by using them. */
  Iterable<Attribute> used() {
    return used.values();
  }

  /** Returns the attributes whose values are made of those of others. */
  Collection<Attribute> composites() {
    if (declared.values().stream().noneMatch(Attribute::isComposite)) {
      return source.schema().composites();
    }
    Map<Long, Attribute> composites = new LinkedHashMap<>();
    source.schema().composites().forEach(known -> composites.put(known.id(), known));
    declared.values().stream()
        .filter(Attribute::isComposite)
        .forEach(made -> composites.put(made.id(), made));
    return composites.values();
  }

  /** Returns the attribute that {@code ident} names, or null when there is none. */
  @Nullable Attribute named(Keyword ident) {
    return find(ident);
  }

  /** Returns the entity of the attribute named {@code ident} that this transaction declares. */
  @Nullable Long declared(Keyword ident) {
    Attribute attribute = declared.get(ident);
    return attribute == null ? null : attribute.id();
  }

  /** Takes note of the attributes that {@code forms} declare by name. */
  void declare(List<Value> forms) {
    forms.forEach(
        form -> {
          if (form instanceof Value.Entries map
              && map.get(Names.IDENT) instanceof Keyword ident
              && map.entries().keySet().stream().anyMatch(Attributes::declares)) {
            declare(ident, map);
          }
        });
  }

  private static boolean declares(Value key) {
    Long attribute = key instanceof Keyword name ? BuiltIn.entity(name) : null;
    return attribute != null && BuiltIn.declares(attribute);
  }

  private void declare(Keyword ident, Value.Entries map) {
    long known = source.entity(BuiltIn.IDENT, ident);
    Schema.Description description = new Schema.Description();
    if (known != DatomSource.NONE) {
      source.facts(known).forEach(fact -> description.add(fact.attribute(), fact.value()));
    }
    map.entries()
        .forEach(
            (key, value) -> {
              if (key instanceof Keyword name) {
                describe(description, name, value);
              }
            });
    Attribute attribute = description.attribute(known != DatomSource.NONE ? known : allocate());
    if (attribute != null) {
      declared.put(ident, attribute);
    }
  }

  private static void describe(Schema.Description description, Keyword name, Value value) {
    Long attribute = BuiltIn.entity(name);
    if (attribute == null) {
      return;
    }
    if (attribute == BuiltIn.ATTR_PREDS && value instanceof Value.Items(List<Value> predicates)) {
      predicates.forEach(predicate -> description.add(attribute, predicate));
    } else if (attribute == BuiltIn.ATTR_PREDS && value instanceof Value.Members(var predicates)) {
      predicates.forEach(predicate -> description.add(attribute, predicate));
    } else {
      description.add(attribute, BuiltIn.isReference(attribute) ? entity(value) : value);
    }
  }

  private static Value entity(Value value) {
    Long entity = value instanceof Keyword keyword ? BuiltIn.entity(keyword) : null;
    return entity == null ? value : new Value.Int(entity);
  }

  /** Returns the attribute that {@code name} names, which is made if it is a new keyword. */
  Attribute use(Value name, Value form) {
    Attribute known = find(name);
    if (known != null) {
      return known;
    }
    if (!(name instanceof Keyword ident)) {
      throw Refusal.unknownAttribute(form, name);
    }
    if (source.entity(BuiltIn.IDENT, ident) != DatomSource.NONE || BuiltIn.entity(ident) != null) {
      throw Refusal.unknownAttribute(form, name);
    }
    Attribute made = Attribute.undeclared(allocate(), ident);
    used.put(ident, made);
    return made;
  }

  /** Returns the attribute that {@code name} names, or refuses. */
  Attribute known(Value name, Value form) {
    Attribute known = find(name);
    if (known == null) {
      throw Refusal.unknownAttribute(form, name);
    }
    return known;
  }

  private @Nullable Attribute find(Value name) {
    if (name instanceof Value.Int(long id)) {
      return source.schema().attribute(id);
    }
    if (!(name instanceof Keyword ident)) {
      return null;
    }
    Attribute attribute = declared.get(ident);
    if (attribute == null) {
      attribute = source.schema().attribute(ident);
    }
    return attribute == null ? used.get(ident) : attribute;
  }
}
