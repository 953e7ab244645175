package bourn;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.Transaction;
import bourn.datoms.TransactionException;
import bourn.index.Database;
import bourn.index.DatomOrder;
import bourn.index.DatomStream;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that transacts is killed again and again: its index says what its log says. */
@Timeout(300)
final class KilledTransactorTest {

  private static final int KILLS = 4;
  private static final String SCHEMA =
      """
      {:db/ident :name :db/valueType :db.type/string :db/unique :db.unique/identity}
      {:db/ident :tag :db/cardinality :db.cardinality/many}
      {:db/ident :friend :db/valueType :db.type/ref :db/cardinality :db.cardinality/many}
      {:db/ident :part :db/valueType :db.type/ref :db/isComponent true}
      """;

  /** The process that is killed: transacts at random and says up to where. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) {
      SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
      try (Bourn bourn = Bourn.open(Path.of(arguments[0]))) {
        DatomStream stream = bourn.datoms("random");
        stream.transact(Edn.readAll(SCHEMA));
        while (true) {
          transact(stream, random);
          if (random.nextInt(200) == 0) {
            stream.settle();
          }
        }
      }
    }

    private static void transact(DatomStream stream, SplittableRandom random) {
      List<Value> forms = new ArrayList<>();
      for (int i = random.nextInt(1, 20); i > 0; i--) {
        forms.add(form(random));
      }
      try {
        System.out.println(stream.transact(forms).t());
      } catch (TransactionException refused) {
        assert refused.code().toString().contains("conflict") : refused;
      }
    }

    private static Value form(SplittableRandom random) {
      long entity = 1_000L + random.nextInt(40);
      long other = 1_000L + random.nextInt(40);
      String one = "[" + ":db/" + (random.nextInt(3) == 0 ? "retract " : "add ") + entity + " ";
      return Edn.read(
          switch (random.nextInt(8)) {
            case 0 -> "{:name \"n" + random.nextInt(40) + "\" :age " + random.nextInt(9) + "}";
            case 1 -> "[:db/retractEntity " + entity + "]";
            case 2 -> one + ":friend " + other + "]";
            case 3 -> one + ":part " + other + "]";
            case 4 -> "[:db/derive " + entity + " :age " + random.nextInt(9) + " " + other + "]";
            case 5 -> one + ":any \"" + "x".repeat(random.nextInt(300)) + "\"]";
            default -> one + ":tag :t" + random.nextInt(9) + "]";
          });
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void afterEachKill_theIndexSaysWhatTheLogSays(long seed, @TempDir Path folder) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Path store = folder.resolve("store");
    for (int kill = 0; kill < KILLS; kill++) {
      long last = runAndKill(store, seed * 100 + kill, 50 + random.nextInt(600));
      try (Bourn bourn = Bourn.open(store)) {
        DatomStream stream = bourn.datoms("random");
        long tail = stream.stream().extent().tail();
        assertThat(tail).isGreaterThan(last);
        List<Datom> log = log(stream);
        compare(stream, log, tail);
        for (int i = 0; i < 3; i++) {
          compare(stream, log, random.nextLong(tail + 1));
        }
        if (random.nextBoolean()) {
          stream.settle();
          compare(stream, log, tail);
        }
      }
    }
  }

  /** Runs a child until it has said so much, kills it, and returns the last transaction it said. */
  private static long runAndKill(Path store, long seed, int lines) throws IOException {
    Process child = Children.start(Child.class, 256, store.toString(), Long.toString(seed));
    long last = -1;
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < lines; i++) {
        String line = said.readLine();
        if (line == null) {
          throw new AssertionError("the child ended by itself after " + last);
        }
        last = Long.parseLong(line);
      }
      child.destroyForcibly();
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = Long.parseLong(line);
      }
    } catch (IOException closed) {
      assertThat(last).isNotNegative();
    } finally {
      child.destroyForcibly().onExit().join();
    }
    return last;
  }

  private static List<Datom> log(DatomStream stream) {
    List<Datom> datoms = new ArrayList<>();
    try (Reader reader = stream.stream().bound().read()) {
      while (reader.next() == Step.EVENT) {
        datoms.addAll(Transaction.of(reader.offset(), reader.value()).datoms());
      }
    }
    return datoms;
  }

  private static void compare(DatomStream stream, List<Datom> log, long until) {
    Database database = stream.db(new Bound(0, until), CausalContext.NONE);
    List<Datom> all = log.stream().filter(datom -> datom.t() < until).toList();
    List<Datom> holding = new ArrayList<>();
    for (Datom datom : all) {
      if (datom.added()) {
        holding.add(datom);
      } else {
        assertThat(holding.removeIf(held -> isSame(held, datom))).as("%s", datom).isTrue();
      }
    }
    for (DatomOrder order : DatomOrder.values()) {
      compare(database, holding, order);
      compare(database.history(), all, order);
    }
    for (Datom datom : holding) {
      if (datom.value() instanceof Value.Text name && EntityIds.isUser(datom.entity())) {
        Keyword attribute = database.attribute(datom.attribute()).ident();
        if (attribute.equals(Keyword.of("name"))) {
          assertThat(database.entity(Value.list(attribute, name))).isEqualTo(datom.entity());
        }
      }
    }
  }

  private static boolean isSame(Datom one, Datom other) {
    return one.entity() == other.entity()
        && one.attribute() == other.attribute()
        && one.value().equals(other.value());
  }

  private static void compare(Database database, List<Datom> expected, DatomOrder order) {
    Comparator<Datom> entity = Comparator.comparingLong(Datom::entity);
    Comparator<Datom> attribute = Comparator.comparingLong(Datom::attribute);
    Comparator<Datom> value = Comparator.comparing(Datom::value);
    Comparator<Datom> comparator =
        switch (order) {
          case EAVT -> entity.thenComparing(attribute).thenComparing(value);
          case AEVT -> attribute.thenComparing(entity).thenComparing(value);
          case AVET -> attribute.thenComparing(value).thenComparing(entity);
          case VAET -> value.thenComparing(attribute).thenComparing(entity);
        };
    assertThat(database.datoms(order).toList())
        .as("%s in %s", database, order)
        .containsExactlyElementsOf(
            expected.stream()
                .filter(
                    datom ->
                        order != DatomOrder.VAET
                            || database.attribute(datom.attribute()).isReference())
                .sorted(comparator.thenComparingLong(Datom::t).thenComparing(Datom::added))
                .toList());
  }
}
