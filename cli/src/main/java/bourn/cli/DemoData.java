package bourn.cli;

import bourn.formats.TextFormat;
import bourn.formats.ValueReader;
import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The data that the demo brings: public, real and small. Its provenance stands beside it. */
final class DemoData {

  private static final String SCHEMA =
      """
      {:db/ident :place/name   :db/valueType :db.type/string  :db/unique :db.unique/identity}
      {:db/ident :place/kind   :db/valueType :db.type/keyword}
      {:db/ident :place/within :db/valueType :db.type/ref}
      {:db/ident :state/code   :db/valueType :db.type/string  :db/unique :db.unique/identity}
      {:db/ident :airport/code :db/valueType :db.type/string  :db/unique :db.unique/identity}
      """;

  private DemoData() {}

  /** One transaction: what is to be kept of places and airports. */
  static List<Value> schema() {
    return Edn.readAll(SCHEMA);
  }

  /** One transaction: states within divisions, within regions, within the country. */
  static List<Value> places() {
    List<Value> forms = new ArrayList<>();
    forms.add(Value.map("db/id", "USA", "place/name", "USA", "place/kind", Keyword.of("country")));
    Set<String> named = new HashSet<>();
    for (Value.Entries state : read("states.csv")) {
      String region = text(state, "region");
      String division = text(state, "division");
      if (named.add(region)) {
        forms.add(place(region, "region", "USA"));
      }
      if (named.add(division)) {
        forms.add(place(division, "division", region));
      }
      forms.add(
          Value.map(
              "state/code", text(state, "code"),
              "place/name", text(state, "name"),
              "place/kind", Keyword.of("state"),
              "place/within", division));
    }
    return forms;
  }

  private static Value place(String name, String kind, String within) {
    return Value.map(
        "db/id", name, "place/name", name, "place/kind", Keyword.of(kind), "place/within", within);
  }

  /** One map an airport; the few outside every state are left out. */
  static List<Value> airports() {
    Set<Value> states = new HashSet<>();
    read("states.csv").forEach(state -> states.add(value(state, "code")));
    List<Value> forms = new ArrayList<>();
    for (Value.Entries airport : read("airports.csv")) {
      if (states.contains(value(airport, "state"))) {
        forms.add(
            Value.map(
                "airport/code", value(airport, "iata"),
                "airport/name", value(airport, "name"),
                "airport/city", value(airport, "city"),
                "airport/latitude", value(airport, "latitude"),
                "airport/longitude", value(airport, "longitude"),
                "place/within", Value.list(Keyword.of("state/code"), value(airport, "state"))));
      }
    }
    return forms;
  }

  /** One row a flight. */
  static List<Flight> flights() {
    return read("flights.csv").stream()
        .map(
            row ->
                new Flight(
                    instant(value(row, "departure")),
                    number(row, "delay"),
                    number(row, "distance"),
                    text(row, "origin"),
                    text(row, "destination")))
        .toList();
  }

  /** One value an earthquake, in order of time. */
  static List<Value> earthquakes() {
    return List.copyOf(read("earthquakes.ndjson"));
  }

  private static List<Value.Entries> read(String name) {
    InputStream resource = DemoData.class.getResourceAsStream("/bourn/demo/" + name);
    List<Value.Entries> rows = new ArrayList<>();
    try (ValueReader reader =
        TextFormat.of(name)
            .orElseThrow()
            .reader(
                new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
      for (Value row = reader.next(); row != null; row = reader.next()) {
        rows.add((Value.Entries) row);
      }
    }
    return rows;
  }

  private static Value value(Value.Entries row, String key) {
    return Objects.requireNonNull(row.get(Keyword.of(key)), key);
  }

  private static String text(Value.Entries row, String key) {
    return ((Value.Text) value(row, key)).value();
  }

  private static int number(Value.Entries row, String key) {
    return Math.toIntExact(((Value.Int) value(row, key)).value());
  }

  private static Instant instant(Value value) {
    return ((Value.Time) value).toInstant();
  }
}
