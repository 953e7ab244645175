package bourn.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.datoms.Datom;
import bourn.datoms.TransactionException;
import bourn.index.Database;
import bourn.index.DatomOrder;
import bourn.index.DatomStream;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.ProgressListener;
import bourn.kernel.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps: what is exported and imported again is the same at every transaction. */
final class DumpTest {

  private static final String SCHEMA =
      """
      {:db/ident :name :db/valueType :db.type/string}
      {:db/ident :code :db/valueType :db.type/string :db/unique :db.unique/identity}
      {:db/ident :tags :db/cardinality :db.cardinality/many}
      {:db/ident :friend :db/valueType :db.type/ref :db/cardinality :db.cardinality/many}
      {:db/ident :parts :db/valueType :db.type/ref :db/isComponent true
       :db/cardinality :db.cardinality/many}
      {:db/ident :pair :db/valueType :db.type/tuple :db/tupleAttrs [:name :code]}
      """;

  @TempDir Path folder;

  private final Kernel kernel = HeapKernel.open(Environment.system());

  private DatomStream stream(String name) {
    return DatomStream.open(kernel, name);
  }

  private static void transactAtRandom(DatomStream stream, long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    stream.transact(Edn.readAll(SCHEMA));
    for (int i = 0; i < count; i++) {
      List<Value> forms = new ArrayList<>();
      for (int j = random.nextInt(1, 6); j > 0; j--) {
        forms.add(form(random, i));
      }
      try {
        stream.transact(forms);
      } catch (TransactionException refused) {
        assertThat(refused.code().toString()).containsAnyOf("conflict", "attribute", "entity");
      }
    }
  }

  private static Value form(SplittableRandom random, int i) {
    long entity = 100L + random.nextInt(8);
    long other = 100L + random.nextInt(8);
    return switch (random.nextInt(12)) {
      case 0 -> Value.list(Keyword.of("db/retractEntity"), entity);
      case 1 -> Value.list(Keyword.of("db/retract"), entity, Keyword.of("tags"));
      case 2 -> Value.map("code", "c" + random.nextInt(6), "name", "n" + random.nextInt(9));
      case 3 -> Value.map("db/id", entity, "friend", List.of(other, other + 1));
      case 4 -> Value.map("name", "new", "parts", List.of(Value.map("name", "part")));
      case 5 -> Value.map("db/id", Keyword.of("db/current-tx"), "why", "because " + i);
      case 6 ->
          Value.list(Keyword.of("db/add"), Keyword.of("tags"), Keyword.of("db/doc"), "doc " + i);
      case 10 ->
          Value.map(
              "db/id", entity, "db/derived", true, "db/meta", other, "said", random.nextInt(3));
      case 7 -> Value.map("db/id", entity, "made" + random.nextInt(4), i);
      case 8 ->
          Value.list(Keyword.of("db/add"), entity, Keyword.of("tags"), random.nextInt(3) / 2.0);
      case 9 ->
          Value.list(Keyword.of("db/add"), entity, Keyword.of("tags"), Value.list(1, "\n\"x"));
      default ->
          Value.list(Keyword.of("db/add"), entity, Keyword.of("name"), "n" + random.nextInt(9));
    };
  }

  private Path export(DatomStream stream, String name) throws IOException {
    Path file = folder.resolve(name);
    long tail = stream.stream().extent().tail();
    Export.run(
        stream, file, new ExportOptions(ExchangeFormat.DATOMS, tail, true), ProgressListener.NONE);
    return file;
  }

  private static ImportReport read(DatomStream stream, Path file) throws IOException {
    return Import.run(
        stream, file, ImportOptions.of(ExchangeFormat.DATOMS, "x"), ProgressListener.NONE);
  }

  private static List<Datom> datoms(Database database) {
    return database.datoms(DatomOrder.EAVT).toList();
  }

  private static void assertSame(DatomStream one, DatomStream other) {
    long tail = one.stream().extent().tail();
    assertThat(other.stream().extent().tail()).isEqualTo(tail);
    for (long t = 0; t < tail; t++) {
      assertThat(datoms(other.db().asOf(t))).as("as of %s", t).isEqualTo(datoms(one.db().asOf(t)));
    }
    assertThat(datoms(other.db().history())).isEqualTo(datoms(one.db().history()));
    assertThat(other.db().attributes()).hasSameElementsAs(one.db().attributes());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void importOfAnExport_isTheSameAtEveryTransaction(long seed) throws IOException {
    DatomStream original = stream("original");
    transactAtRandom(original, seed, 80);
    original.transact(Edn.readAll("[:db/add :tags :db/ident :labels]"));
    original.transact(Edn.readAll("{:db/id 100 :labels \"renamed\"}"));
    assertThat(original.stream().extent().tail()).isGreaterThan(40);
    Path dump = export(original, "original.datoms");

    DatomStream copy = stream("copy");
    ImportReport report = read(copy, dump);

    assertSame(original, copy);
    assertThat(report.transactions()).isEqualTo(original.stream().extent().tail());
    assertThat(Files.readString(export(copy, "copy.datoms"))).isEqualTo(Files.readString(dump));
    assertThat(copy.verify(ProgressListener.NONE).findings()).isEmpty();
    original.transact(Edn.readAll("{:name \"after\" :fresh 1}"));
    copy.transact(Edn.readAll("{:name \"after\" :fresh 1}"));
    assertThat(copy.verify(ProgressListener.NONE).findings()).isEmpty();
  }

  @Test
  void importOfADumpThatWasCutOff_goesOnWithTheWholeOne_andThenDoesNothing() throws IOException {
    DatomStream original = stream("original");
    transactAtRandom(original, 7, 60);
    Path dump = export(original, "original.datoms");
    String text = Files.readString(dump);
    Path cut = folder.resolve("cut.datoms");
    Files.writeString(cut, text.substring(0, text.length() / 2));
    DatomStream copy = stream("copy");

    assertThatThrownBy(() -> read(copy, cut))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("cut.datoms, line " + Files.readString(cut).lines().count())
        .hasMessageContaining("run the same import again");
    long tail = copy.stream().extent().tail();
    assertThat(tail).isBetween(1L, original.stream().extent().tail() - 1);

    ImportReport rest = read(copy, dump);
    assertThat(rest.transactions()).isEqualTo(original.stream().extent().tail() - tail);
    assertSame(original, copy);
    assertThat(read(copy, dump).transactions()).isZero();
    assertSame(original, copy);
  }

  @Test
  void aDumpOfAnotherHistory_isRefused() throws IOException {
    DatomStream original = stream("original");
    transactAtRandom(original, 8, 10);
    Path dump = export(original, "original.datoms");
    DatomStream other = stream("other");
    other.transact(Edn.readAll("{:name \"Ada\"}"));

    assertThatThrownBy(() -> read(other, dump))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("line 1: the stream has another transaction at t 0");
    assertThat(other.stream().extent().tail()).isEqualTo(1);

    Path shorter = folder.resolve("shorter.datoms");
    Files.writeString(shorter, "{:transactions 0, :datoms 0}");
    assertThatThrownBy(() -> read(other, shorter))
        .hasMessageContaining("the stream has 1 transactions, more than the dump with 0");
  }

  private static final String GOOD =
      """
      [4611686018427387904 :db/txInstant #inst "2026-01-01T00:00:00Z" 0 :asserted]
      [2305843009213694976 :db/ident :name 0 :asserted]
      [2305843009213694976 :db/valueType 2305843009213694016 0 :asserted]
      [16 :name "Ada" 0 :asserted]
      [4611686018427387905 :db/txInstant #inst "2026-01-02T00:00:00Z" 1 :asserted]
      """;

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[16 :name \"Bob\" 1 :asserted]                 | the one before retracted",
        "[16 :name \"Ada\" 1 :asserted]                 | a fact that does not hold already",
        "[16 :name \"Eve\" 1 :retracted]                | a fact that holds before it is retracted",
        "[17 :name 3 1 :asserted]                       | a value of type STRING",
        "[17 :nme \"Bob\" 1 :asserted]                  | required an attribute",
        "[17 :name \"Bob\" 3 :asserted]                 | required t 1 or 2",
        "[17 :name \"Bob\" 0 :asserted]                 | required t 1 or 2",
        "[17 :name \"Bob\" 1 :nothing]                  | with m :asserted or :retracted",
        "[17 :name \"Bob\" 1]                           | required [e a v t m]",
        "[17 :name nil 1 :asserted]                     | required [e a v t m]",
        "[-1 :name \"Bob\" 1 :asserted]                 | an entity",
        "[4611686018427387907 :name \"x\" 1 :asserted]  | an entity",
        "{:name \"Bob\"}                                | required [e a v t m]",
        "[17 :name \"Bob                                | line 6, column",
        "[17 :name \"Bob\" 2 :asserted]                 | required a :db/txInstant",
      })
  void aBadLine_isNamed_andNothingOfItsTransactionIsWritten(String line, String message)
      throws IOException {
    Path dump = folder.resolve("bad.datoms");
    boolean isLater = line.contains(" 2 :asserted");
    Files.writeString(
        dump, GOOD + line + "\n{:transactions " + (isLater ? 3 : 2) + ", :datoms 6}\n");
    DatomStream copy = stream("copy");

    assertThatThrownBy(() -> read(copy, dump))
        .isInstanceOf(ImportException.class)
        .satisfies(e -> assertThat(((ImportException) e).line()).isEqualTo(6))
        .hasMessageContaining("bad.datoms, line 6")
        .hasMessageContaining(message.replace("line 6, column", "column"));
    assertThat(copy.stream().extent().tail()).isEqualTo(isLater ? 2 : 1);

    Files.writeString(dump, GOOD + "{:transactions 2, :datoms 5}\n");
    assertThat(read(copy, dump).transactions()).isEqualTo(isLater ? 0 : 1);
    assertThat(datoms(copy.db().asOf(0))).hasSize(4);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                             | perhaps cut off; if it is not, add {:transactions 2,"
            + " :datoms 5}",
        "{:transactions 2, :datoms 6} | required {:transactions 2, :datoms 5}, found {:transactions"
            + " 2",
        "{:transactions 2, :datoms 5}~[16 :name \"x\" 2 :asserted] | required nothing behind",
      })
  void aDumpWithoutItsEnd_isNotImportedToIt(@Nullable String end, String message)
      throws IOException {
    Path dump = folder.resolve("cut.datoms");
    Files.writeString(dump, GOOD + (end == null ? "" : end.replace('~', '\n')));
    DatomStream copy = stream("copy");
    assertThatThrownBy(() -> read(copy, dump)).hasMessageContaining(message);
    assertThat(copy.stream().extent().tail()).isEqualTo(1);
  }
}
