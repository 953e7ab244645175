package bourn.datalog;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.datoms.Attribute;
import bourn.engine.Budget;
import bourn.engine.Function;
import bourn.engine.Guard;
import bourn.engine.Nearest;
import bourn.engine.QueryException;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pulls entities of one source by one pattern. Confined to one thread at a time. */
final class Puller {

  private static final int MOST_DEPTH = 500;
  private static final int MOST_VALUES = 10_000_000;
  private static final long BYTES_A_VALUE = 100;
  private static final Keyword ID = Keyword.of("db/id");

  private final Source source;
  private final PullPattern pattern;
  private final Map<Value, Keyword> names = new HashMap<>();
  private final Map<Keyword, Value> attributes = new HashMap<>();
  private Guard watch = new Guard(Budget.DEFAULT);
  private int found;

  Puller(Source source, PullPattern pattern) {
    this.source = source;
    this.pattern = pattern;
    check(pattern);
  }

  private void check(PullPattern checked) {
    for (PullPattern.Part part : checked.parts()) {
      Value attribute = source.attribute(part.attribute());
      if (attribute != null) {
        attributes.put(part.attribute(), attribute);
      } else if (source.strict() && !part.attribute().equals(ID)) {
        throw unknown(part);
      }
      PullPattern nested = part.nested();
      if (nested != null) {
        check(nested);
      }
    }
  }

  private RuntimeException unknown(PullPattern.Part part) {
    return part.place()
        .wrong(
            "unknown-attribute",
            "there is no attribute " + part.attribute(),
            Nearest.attribute(part.attribute(), source));
  }

  /**
   * Returns what is known of {@code entity}, or {@code nil}.
   *
   * @throws QueryException if that takes more than {@code guard} allows
   */
  Value pull(Value entity, Guard guard) {
    this.watch = guard;
    found = 0;
    Map<Value, Value> map = pull(entity, pattern, new Path(entity, null, 0), Map.of());
    return map.isEmpty() ? Value.Nil.NIL : new Value.Entries(map);
  }

  /** The entities on the way from the first one to the one that is pulled. */
  private record Path(Value entity, @Nullable Path before, int length) {

    boolean has(Value other) {
      for (Path at = this; at != null; at = at.before) {
        if (at.entity.equals(other)) {
          return true;
        }
      }
      return false;
    }
  }

  private Map<Value, Value> pull(
      Value entity, PullPattern asked, Path path, Map<PullPattern.Part, Integer> depths) {
    watch.check();
    if (path.length() > MOST_DEPTH) {
      throw Place.NONE.wrong(
          "too-deep", "a pull follows at most " + MOST_DEPTH + " references one after another");
    }
    Map<Value, Value> map = new LinkedHashMap<>();
    if (asked.wildcard()) {
      map.put(ID, entity);
      everything(entity, asked, path, map);
    }
    for (PullPattern.Part part : asked.parts()) {
      Value value = value(entity, asked, part, path, depths);
      if (value != null) {
        map.put(part.key(), value);
      }
    }
    return map;
  }

  private void everything(Value entity, PullPattern asked, Path path, Map<Value, Value> map) {
    Set<Keyword> named = new LinkedHashSet<>();
    asked.parts().stream().filter(p -> !p.reverse()).forEach(p -> named.add(p.attribute()));
    Map<Keyword, List<Value>> facts = new TreeMap<>();
    scan(
        List.of(Restriction.equal(Source.ENTITY, entity)),
        (attribute, value) -> {
          Keyword name = name(attribute);
          if (name != null && !named.contains(name)) {
            add(value, facts.computeIfAbsent(name, n -> new ArrayList<>()));
          }
        });
    facts.forEach((name, values) -> map.put(name, shaped(source.declared(name), values, path)));
  }

  private static void add(Value value, List<Value> values) {
    if (values.size() < PullParser.USUAL_LIMIT) {
      values.add(value);
    }
  }

  /** Values of a component attribute are pulled with it, other entities only named. */
  private Value shaped(@Nullable Attribute declared, List<Value> values, Path path) {
    boolean reference = declared != null && declared.isReference();
    boolean component = reference && declared != null && declared.component();
    List<Value> shaped = new ArrayList<>();
    for (Value value : values) {
      shaped.add(
          component && !path.has(value)
              ? new Value.Entries(pull(value, PullPattern.ALL, step(path, value), Map.of()))
              : reference ? reference(value) : value);
    }
    boolean many = declared == null ? shaped.size() > 1 : declared.many();
    return many ? new Value.Items(shaped) : shaped.getFirst();
  }

  private @Nullable Value value(
      Value entity,
      PullPattern asked,
      PullPattern.Part part,
      Path path,
      Map<PullPattern.Part, Integer> depths) {
    if (part.attribute().equals(ID)) {
      return finished(part, true, List.of(entity));
    }
    Attribute declared = source.declared(part.attribute());
    List<Value> values = new ArrayList<>();
    for (Value value : values(entity, part)) {
      if (values.size() == part.limit()) {
        break;
      }
      Value pulled = pulled(value, declared, asked, part, path, depths);
      if (pulled != null) {
        values.add(pulled);
      }
    }
    return finished(part, single(declared, part), values);
  }

  private static boolean single(@Nullable Attribute declared, PullPattern.Part part) {
    return declared != null && (part.reverse() ? declared.component() : !declared.many());
  }

  private static @Nullable Value finished(
      PullPattern.Part part, boolean single, List<Value> values) {
    if (values.isEmpty()) {
      return part.fallback();
    }
    Value value = single ? values.getFirst() : new Value.Items(values);
    Function function = part.function();
    return function == null ? value : function.apply(new Value[] {value});
  }

  private @Nullable Value pulled(
      Value value,
      @Nullable Attribute declared,
      PullPattern asked,
      PullPattern.Part part,
      Path path,
      Map<PullPattern.Part, Integer> depths) {
    PullPattern nested = part.nested();
    if (nested != null) {
      Map<Value, Value> map = pull(value, nested, step(path, value), Map.of());
      return map.isEmpty() ? null : new Value.Entries(map);
    }
    boolean reference = part.reverse() || (declared != null && declared.isReference());
    if (part.depth() > 0) {
      return recursive(value, asked, part, path, depths);
    }
    if (reference && declared != null && declared.component() && !part.reverse()) {
      return path.has(value)
          ? reference(value)
          : new Value.Entries(pull(value, PullPattern.ALL, step(path, value), Map.of()));
    }
    return reference ? reference(value) : value;
  }

  /** An entity that stands further up is only named, so that a cycle ends. */
  private @Nullable Value recursive(
      Value value,
      PullPattern asked,
      PullPattern.Part part,
      Path path,
      Map<PullPattern.Part, Integer> depths) {
    int left = depths.getOrDefault(part, part.depth());
    if (left == 0) {
      return null;
    }
    if (path.has(value)) {
      return reference(value);
    }
    Map<PullPattern.Part, Integer> less = new HashMap<>(depths);
    less.put(part, left == PullPattern.UNLIMITED ? left : left - 1);
    Map<Value, Value> map = pull(value, asked, step(path, value), less);
    return map.isEmpty() ? null : new Value.Entries(map);
  }

  private Path step(Path path, Value entity) {
    return new Path(entity, path, path.length() + 1);
  }

  private static Value reference(Value entity) {
    return new Value.Entries(Map.of(ID, entity));
  }

  private List<Value> values(Value entity, PullPattern.Part part) {
    Value attribute = attributes.get(part.attribute());
    if (attribute == null) {
      return List.of();
    }
    List<Value> known = part.reverse() ? null : source.values(entity, attribute);
    if (known != null) {
      count(known.size());
      return known;
    }
    List<Value> values = new ArrayList<>();
    int own = part.reverse() ? Source.VALUE : Source.ENTITY;
    int other = part.reverse() ? Source.ENTITY : Source.VALUE;
    List<Restriction> restrictions =
        List.of(Restriction.equal(own, entity), Restriction.equal(Source.ATTRIBUTE, attribute));
    boolean asIs = part.nested() == null && part.depth() == 0;
    int enough = asIs ? part.limit() : Integer.MAX_VALUE;
    Codes codes = new Codes(watch);
    source
        .datoms()
        .scan(
            new int[] {other},
            restrictions,
            codes,
            batch -> {
              for (int i = 0; i < batch.count() && values.size() < enough; i++) {
                values.add(batch.columns()[0].value(batch.row(i), codes));
              }
              return count(batch.count()) && values.size() < enough;
            });
    return values;
  }

  /** Takes an attribute and a value. */
  private interface Facts {
    void accept(Value attribute, Value value);
  }

  private void scan(List<Restriction> restrictions, Facts facts) {
    Codes codes = new Codes(watch);
    source
        .datoms()
        .scan(
            new int[] {Source.ATTRIBUTE, Source.VALUE},
            restrictions,
            codes,
            batch -> {
              for (int i = 0; i < batch.count(); i++) {
                int row = batch.row(i);
                facts.accept(
                    batch.columns()[0].value(row, codes), batch.columns()[1].value(row, codes));
              }
              return count(batch.count());
            });
  }

  private boolean count(int more) {
    watch.check();
    watch.take(BYTES_A_VALUE * more);
    found += more;
    if (found > MOST_VALUES) {
      throw Place.NONE.wrong("too-large", "a pull finds at most " + MOST_VALUES + " values");
    }
    return true;
  }

  private @Nullable Keyword name(Value attribute) {
    if (attribute instanceof Keyword keyword) {
      return keyword;
    }
    if (names.isEmpty()) {
      for (Keyword known : source.attributes()) {
        Value entity = source.attribute(known);
        if (entity != null) {
          names.put(entity, known);
        }
      }
    }
    return names.get(attribute);
  }
}
