package bourn.datalog;

import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.engine.Budget;
import bourn.engine.Guard;
import bourn.engine.HostFunctions;
import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.index.Database;
import bourn.index.DatomOrder;
import bourn.index.Datoms;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.List;
import java.util.Objects;

/** Pulls what is known of an entity into a map. */
public final class Pull {

  private Pull() {}

  /**
   * Returns what {@code pattern} asks for of {@code entity}.
   *
   * @param pattern EDN text, as {@code [* {:friend [:name]}]}
   * @param entity an entity, an ident or a lookup ref
   * @return a map, or {@code nil} when nothing that is asked for is known
   * @throws bourn.engine.QueryException if the pattern is wrong
   */
  public static Value pull(Source source, String pattern, Value entity) {
    return Guarded.run(pattern, () -> pull(source, PullPatterns.parse(pattern), entity));
  }

  /**
   * Does as {@link #pull(Source, String, Value)}, for patterns whose {@code :xform} names {@code
   * functions} beside the library's.
   */
  public static Value pull(Source source, String pattern, HostFunctions functions, Value entity) {
    return Guarded.run(pattern, () -> pull(source, PullPatterns.parse(pattern, functions), entity));
  }

  /** Does as {@link #pull(Source, String, Value)}, with a pattern given as data. */
  public static Value pull(Source source, Value pattern, Value entity) {
    return Guarded.run(
        null, () -> pull(source, PullParser.parse(Node.of(pattern), HostFunctions.NONE), entity));
  }

  /**
   * Returns what {@code pattern} asks for of each of {@code entities}, in their order: a map, or
   * {@code nil}, for each.
   *
   * @param pattern EDN text, as {@link #pull(Source, String, Value)} takes it
   * @throws bourn.engine.QueryException if the pattern is wrong
   */
  public static List<Value> pullMany(Source source, String pattern, List<Value> entities) {
    return pullMany(source, pattern, HostFunctions.NONE, entities);
  }

  /**
   * Does as {@link #pullMany(Source, String, List)}, for patterns whose {@code :xform} names {@code
   * functions} beside the library's.
   */
  public static List<Value> pullMany(
      Source source, String pattern, HostFunctions functions, List<Value> entities) {
    return Guarded.run(
        pattern,
        () -> {
          PullPattern parsed = PullPatterns.parse(pattern, functions);
          source.observe();
          Puller puller = new Puller(source, parsed);
          Guard guard = new Guard(Budget.DEFAULT);
          return entities.stream().map(entity -> pull(source, puller, entity, guard)).toList();
        });
  }

  private static Value pull(Source source, Puller puller, Value entity, Guard guard) {
    Value found = source.entity(entity);
    return found == null ? Value.Nil.NIL : puller.pull(found, guard);
  }

  private static Value pull(Source source, PullPattern pattern, Value entity) {
    source.observe();
    return pull(source, new Puller(source, pattern), entity, new Guard(Budget.DEFAULT));
  }

  /**
   * Returns what {@code pattern} asks for of the entity of each datom of an index, from the first
   * that begins with {@code start}, or comes after those, on, as far as they have the attribute
   * that {@code start} begins with. What is asked for is read as the iterator comes to it.
   *
   * @param order {@code AEVT} or {@code AVET}
   * @param pattern EDN text, as {@link #pull(Source, String, Value)} takes it
   * @param backward whether to go from the last to the first
   * @param start the attribute, and as many of the parts after it as are wanted
   * @throws bourn.engine.QueryException if the pattern is wrong
   * @throws IllegalArgumentException if the order is another, or {@code start} names nothing
   */
  public static Iterable<Value> index(
      Database database, DatomOrder order, String pattern, boolean backward, Value... start) {
    return index(database, order, pattern, HostFunctions.NONE, backward, start);
  }

  /** Does as {@code index} without functions, for patterns whose {@code :xform} names them. */
  public static Iterable<Value> index(
      Database database,
      DatomOrder order,
      String pattern,
      HostFunctions functions,
      boolean backward,
      Value... start) {
    if (start.length == 0 || (order != DatomOrder.AEVT && order != DatomOrder.AVET)) {
      throw new IllegalArgumentException(
          "AEVT or AVET and an attribute are required, found " + order + " and " + List.of(start));
    }
    PullPattern parsed = Guarded.run(pattern, () -> PullPatterns.parse(pattern, functions));
    Source source = Sources.of(database);
    source.observe();
    Datoms datoms = backward ? database.reverseSeek(order, start) : database.seek(order, start);
    long attribute = attribute(database, start[0]);
    return () ->
        datoms.stream()
            .takeWhile(datom -> datom.attribute() == attribute)
            .map(datom -> pulled(source, pattern, parsed, datom))
            .iterator();
  }

  private static Value pulled(Source source, String pattern, PullPattern parsed, Datom datom) {
    return Guarded.run(
        pattern,
        () ->
            new Puller(source, parsed)
                .pull(new Value.Int(datom.entity()), new Guard(Budget.DEFAULT)));
  }

  private static long attribute(Database database, Value form) {
    Attribute found =
        form instanceof Keyword ident
            ? database.attribute(ident)
            : database.attribute(((Value.Int) form).value());
    return Objects.requireNonNull(found).id();
  }
}
