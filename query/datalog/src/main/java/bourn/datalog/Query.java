package bourn.datalog;

import bourn.kernel.Edn;
import bourn.kernel.EdnException;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Datalog query that was read: the Datomic dialect, in its vector or its map form. Immutable;
 * safe for use by several threads.
 */
public final class Query {

  private static final int MOST_CHARACTERS = 1_000_000;
  private static final Recent<Query> RECENT = new Recent<>(512);

  private final ParsedQuery parsed;
  private final @Nullable String text;
  private final String printed;
  private final boolean patternsOnly;
  private volatile @Nullable Template template;

  private Query(ParsedQuery parsed, @Nullable String text, String printed) {
    this.parsed = parsed;
    this.text = text;
    this.printed = printed;
    this.patternsOnly = Template.patternsOnly(parsed);
  }

  /**
   * Reads a query from EDN text. Queries read lately are kept.
   *
   * @throws bourn.engine.QueryException if it is malformed; says where
   */
  public static Query parse(String edn) {
    return RECENT.get(
        edn, () -> Guarded.run(edn, () -> new Query(QueryParser.parse(read(edn)), edn, edn)));
  }

  /**
   * Takes a query given as data.
   *
   * @throws bourn.engine.QueryException if it is malformed
   */
  public static Query of(Value data) {
    return Guarded.run(
        null, () -> new Query(QueryParser.parse(Node.of(data)), null, Bindings.shown(data)));
  }

  /** Takes a query that stands within another. */
  static Query within(Node node) {
    return new Query(QueryParser.parse(node), node.place().text(), node.toString());
  }

  /** Returns the query for the different values of {@code names} where {@code asked} holds. */
  static Query finding(List<String> names, Query asked) {
    ParsedQuery parsed = asked.parsed;
    List<FindElement> find = new ArrayList<>();
    for (String name : names) {
      find.add(new FindElement.Plain(new Term.Variable(name, parsed.place())));
    }
    ParsedQuery keys =
        new ParsedQuery(
            FindShape.RELATION,
            find,
            null,
            List.of(),
            parsed.inputs(),
            parsed.where(),
            parsed.rules(),
            List.of(),
            Window.ALL,
            parsed.place());
    return new Query(keys, asked.text, asked.printed);
  }

  /** Returns the form that {@code edn} is. */
  static Node read(String edn) {
    if (edn.length() > MOST_CHARACTERS) {
      throw new Place(edn.substring(0, MOST_CHARACTERS), MOST_CHARACTERS)
          .wrong(
              "too-large",
              "a query may have " + MOST_CHARACTERS + " characters, found " + edn.length(),
              "give long values as inputs");
    }
    try {
      return Node.of(Edn.readForm(edn), edn);
    } catch (EdnException e) {
      throw new Place(edn, e.position()).wrong("syntax", String.valueOf(e.getMessage()));
    }
  }

  /** Returns the text that the query was read from, or null when it was given as data. */
  @Nullable String text() {
    return text;
  }

  ParsedQuery parsed() {
    return parsed;
  }

  boolean patternsOnly() {
    return patternsOnly;
  }

  /** Returns the plan made last, to be filled in, or null if none was kept. */
  @Nullable Template template() {
    return template;
  }

  void keep(Template made) {
    template = made;
  }

  /** Returns in what shape the rows are wanted. */
  public FindShape shape() {
    return parsed.shape();
  }

  /**
   * Returns the columns of a row, as {@code ?name} or {@code (count ?e)}, or as {@code :keys} say.
   */
  public List<String> columns() {
    List<Value> keys = parsed.keys();
    return keys != null
        ? keys.stream().map(QueryResult::plain).toList()
        : parsed.find().stream().map(FindElement::toString).toList();
  }

  /**
   * Returns the inputs that the query takes, in order, as {@code $}, {@code ?name} or {@code %}.
   */
  public List<String> inputs() {
    return parsed.inputs().stream().map(Input::toString).toList();
  }

  @Override
  public String toString() {
    return printed;
  }
}
