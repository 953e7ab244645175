package bourn.datalog;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.engine.Budget;
import bourn.engine.Function;
import bourn.engine.Guard;
import bourn.engine.QueryException;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Pulls entities of one source by one pattern. Confined to one thread at a time. */
final class Puller {

  /*
   * Where an entity has few facts, all are read in one go and shared out among the lines of the
   * pattern: that costs little more than to look for those of one attribute.
   */

  private static final int FEW_FACTS = 256;
  private static final int MOST_DEPTH = 500;
  private static final int MOST_VALUES = 10_000_000;
  private static final long BYTES_A_VALUE = 100;
  private static final Value.Entries REFERENCE =
      new Value.Entries(Map.of(ResolvedPattern.ID, Value.Nil.NIL));

  private final Source source;
  private final ResolvedPattern pattern;
  private final ResolvedPattern everything;
  private final Map<Value, Keyword> names = new HashMap<>();
  private Guard watch = new Guard(Budget.DEFAULT);
  private int found;

  /**
   * Makes one for a pattern.
   *
   * @throws QueryException if {@code source} is strict and does not know an attribute
   */
  Puller(Source source, PullPattern pattern) {
    this.source = source;
    this.pattern = new ResolvedPattern(pattern, source);
    this.everything = new ResolvedPattern(PullPattern.ALL, source);
  }

  /**
   * Returns what is known of {@code entity}, or {@code nil}.
   *
   * @throws QueryException if that takes more than {@code guard} allows
   */
  Value pull(Value entity, Guard guard) {
    this.watch = guard;
    found = 0;
    Value pulled = pull(entity, pattern, new Path(entity, null, 0), pattern.depths());
    return pulled == null ? Value.Nil.NIL : pulled;
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

    Path to(Value next) {
      return new Path(next, this, length + 1);
    }
  }

  /**
   * Returns what is asked of {@code entity}, null if nothing of that is known.
   *
   * @param depths how often each line may still be followed
   */
  private Value.@Nullable Entries pull(
      Value entity, ResolvedPattern asked, Path path, int[] depths) {
    watch.check();
    if (path.length() > MOST_DEPTH) {
      throw Place.NONE.wrong(
          "too-deep", "a pull follows at most " + MOST_DEPTH + " references one after another");
    }
    Value.Entries.Builder map = new Value.Entries.Builder(asked.lines().size() + 1);
    if (asked.isDistinct()) {
      gather(entity, asked, path, depths, map::add);
    } else {
      Map<Value, Value> last = new LinkedHashMap<>();
      gather(entity, asked, path, depths, last::put);
      last.forEach(map::add);
    }
    Value.Entries entries = asked.entries(map);
    return entries.entries().isEmpty() ? null : entries;
  }

  private void gather(
      Value entity, ResolvedPattern asked, Path path, int[] depths, BiConsumer<Value, Value> out) {
    List<Datom> facts = asked.readsAll() ? source.facts(entity, FEW_FACTS) : null;
    if (asked.wildcard()) {
      out.accept(ResolvedPattern.ID, entity);
      everything(entity, facts, asked, path, out);
    }
    for (ResolvedPattern.Line line : asked.lines()) {
      Value value = value(entity, facts, asked, line, path, depths);
      if (value != null) {
        out.accept(line.part().key(), value);
      }
    }
  }

  private void everything(
      Value entity,
      @Nullable List<Datom> facts,
      ResolvedPattern asked,
      Path path,
      BiConsumer<Value, Value> out) {
    Map<Keyword, List<Value>> values = new TreeMap<>();
    Facts each =
        (attribute, value) -> {
          Keyword name = name(attribute);
          if (name != null && !asked.names(name)) {
            add(value, values.computeIfAbsent(name, n -> new ArrayList<>(1)));
          }
        };
    if (facts == null) {
      scan(List.of(Restriction.equal(Source.ENTITY, entity)), each);
    } else {
      count(facts.size());
      facts.forEach(fact -> each.accept(new Value.Int(fact.attribute()), fact.value()));
    }
    values.forEach((name, some) -> out.accept(name, shaped(source.declared(name), some, path)));
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
    values.replaceAll(
        value -> component ? component(value, path) : reference ? reference(value) : value);
    boolean many = declared == null ? values.size() > 1 : declared.many();
    return many ? new Value.Items(values) : values.getFirst();
  }

  private @Nullable Value value(
      Value entity,
      @Nullable List<Datom> facts,
      ResolvedPattern asked,
      ResolvedPattern.Line line,
      Path path,
      int[] depths) {
    List<Value> values = new ArrayList<>();
    for (Value value : values(entity, facts, line)) {
      if (values.size() == line.part().limit()) {
        break;
      }
      Value pulled = line.isId() ? value : pulled(value, asked, line, path, depths);
      if (pulled != null) {
        values.add(pulled);
      }
    }
    if (values.isEmpty()) {
      return line.part().fallback();
    }
    Value value = line.isSingle() ? values.getFirst() : new Value.Items(values);
    Function function = line.part().function();
    return function == null ? value : function.apply(new Value[] {value});
  }

  private @Nullable Value pulled(
      Value value, ResolvedPattern asked, ResolvedPattern.Line line, Path path, int[] depths) {
    ResolvedPattern nested = line.nested();
    if (nested != null) {
      return pull(value, nested, path.to(value), nested.depths());
    }
    if (line.part().depth() > 0) {
      return recursive(value, asked, line, path, depths);
    }
    return line.isComponent()
        ? component(value, path)
        : line.isReference() ? reference(value) : value;
  }

  private Value component(Value part, Path path) {
    Value pulled = path.has(part) ? null : pull(part, everything, path.to(part), new int[0]);
    return pulled == null ? reference(part) : pulled;
  }

  /** An entity that stands further up is only named, so that a cycle ends. */
  private @Nullable Value recursive(
      Value value, ResolvedPattern asked, ResolvedPattern.Line line, Path path, int[] depths) {
    int left = depths[line.index()];
    if (left == 0) {
      return null;
    }
    if (path.has(value)) {
      return reference(value);
    }
    int[] less = depths;
    if (left != PullPattern.UNLIMITED) {
      less = depths.clone();
      less[line.index()]--;
    }
    return pull(value, asked, path.to(value), less);
  }

  private static Value reference(Value entity) {
    return new Value.Entries.Builder(1).add(ResolvedPattern.ID, entity).build(REFERENCE);
  }

  private List<Value> values(Value entity, @Nullable List<Datom> facts, ResolvedPattern.Line line) {
    if (line.isId()) {
      return List.of(entity);
    }
    Value attribute = line.attribute();
    if (attribute == null) {
      return List.of();
    }
    if (facts != null && line.isForward() && attribute instanceof Value.Int(long id)) {
      List<Value> values = new ArrayList<>(1);
      for (Datom fact : facts) {
        if (fact.attribute() == id) {
          values.add(fact.value());
        }
      }
      count(values.size());
      return values;
    }
    List<Value> known = line.isForward() ? source.values(entity, attribute) : null;
    if (known != null) {
      count(known.size());
      return known;
    }
    return scanned(entity, attribute, line.part());
  }

  private List<Value> scanned(Value entity, Value attribute, PullPattern.Part part) {
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
