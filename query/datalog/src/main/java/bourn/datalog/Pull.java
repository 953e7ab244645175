package bourn.datalog;

import bourn.engine.Source;
import bourn.kernel.Value;

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
    return Guarded.run(pattern, () -> pull(source, PullParser.parse(Query.read(pattern)), entity));
  }

  /** Does as {@link #pull(Source, String, Value)}, with a pattern given as data. */
  public static Value pull(Source source, Value pattern, Value entity) {
    return Guarded.run(null, () -> pull(source, PullParser.parse(Node.of(pattern)), entity));
  }

  private static Value pull(Source source, PullPattern pattern, Value entity) {
    source.observe();
    Value found = source.entity(entity);
    return found == null ? Value.Nil.NIL : new Puller(source, pattern).pull(found);
  }
}
