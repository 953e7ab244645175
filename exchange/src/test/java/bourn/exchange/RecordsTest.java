package bourn.exchange;

import static bourn.exchange.Streams.facts;
import static bourn.exchange.Streams.read;
import static bourn.exchange.Streams.valuesOf;
import static bourn.exchange.Streams.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.datoms.Attribute;
import bourn.index.DatomStream;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.ProgressListener;
import bourn.kernel.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entities in each format: what they become, and what comes back. */
final class RecordsTest {

  private static final String SCHEMA =
      """
      {:db/ident :person/email :db/valueType :db.type/string :db/unique :db.unique/identity
       :db/doc "by which\\na person is known"}
      {:db/ident :person/friends :db/valueType :db.type/ref :db/cardinality :db.cardinality/many}
      {:db/ident :person/born :db/valueType :db.type/instant}
      {:db/ident :person/likes :db/valueType :db.type/keyword :db/cardinality :db.cardinality/many}
      {:db/ident :person/score :db/valueType :db.type/double}
      {:db/ident :person/owes :db/valueType :db.type/bigdec}
      {:db/ident :person/key :db/valueType :db.type/uuid}
      {:db/ident :person/photo :db/valueType :db.type/bytes}
      {:db/ident :person/place :db/valueType :db.type/tuple
       :db/tupleTypes [:db.type/double :db.type/double]}
      """;

  private static final String PEOPLE =
      """
      {:db/id 100 :person/email "ada@example.org" :person/name "Ada \\"L\\"\\n" :person/friends [101 102]
       :person/born #inst "1815-12-10T00:00:00.000001Z" :person/likes #{:maths :a/b}
       :person/score 1.0 :person/owes 1.50M :person/place [1.5 -2.0]}
      {:db/id 101 :person/email "bob@example.org" :any 1 :person/key
       #uuid "0b1e8c9e-5f4a-4d3f-8a0e-0d6e1a2b3c4d" :person/photo #bourn/bytes "00ff"}
      {:db/id 102 :any "1" :person/friends 100}
      {:db/id 103 :any 1.0}
      {:db/id 104 :any [1 :x {"k" #{2}}]}
      {:db/id 105 :any :odd/keyword :other #inst "2026-01-01T00:00:00Z"}
      {:db/id 106 :any 12345678901234567890 :other ##NaN}
      {:db/id 107 :any {:a {:b nil}} :other sym/bol}
      {:db/id 108 :other #{1 2} :any #my/tag "x"}
      """;

  @TempDir Path folder;

  private final Kernel kernel = HeapKernel.open(Environment.system());

  private DatomStream stream(String name) {
    return DatomStream.open(kernel, name);
  }

  private DatomStream people() {
    DatomStream people = stream("people");
    people.transact(Edn.readAll(SCHEMA));
    people.transact(Edn.readAll(PEOPLE));
    return people;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"edn", "json", "jsonl"})
  void importOfAnExport_hasTheSameEntitiesAndAttributes(String format) throws IOException {
    DatomStream people = people();
    Path file = write(people, folder.resolve("people." + format));

    DatomStream copy = stream("copy");
    Import.run(copy, file, Streams.options(file).withBatchSize(3), ProgressListener.NONE);

    assertThat(facts(copy.db())).isEqualTo(facts(people.db()));
    for (Attribute attribute : people.db().attributes()) {
      Attribute copied = Objects.requireNonNull(copy.db().attribute(attribute.ident()));
      assertThat(copied.valueType()).isEqualTo(attribute.valueType());
      assertThat(copied.many()).isEqualTo(attribute.many());
      assertThat(copied.unique()).isEqualTo(attribute.unique());
      assertThat(copied.tuple()).isEqualTo(attribute.tuple());
    }
    assertThat(valuesOf(copy, "db/doc")).contains(Value.of("by which\na person is known"));
  }

  @Test
  void anExportAsOfT_hasWhatHeldThen_andNeverReplacesAFileUnasked() throws IOException {
    DatomStream people = people();
    people.transact(Edn.readAll("[:db/add 103 :any 2.0]"));
    Path file = folder.resolve("then.edn");
    ExportOptions then = new ExportOptions(ExchangeFormat.EDN, 2, false);
    assertThat(Export.run(people, file, then, ProgressListener.NONE)).isEqualTo(9 + 9);
    assertThat(Files.readString(file)).contains("{:db/id 103, :any 1.0}");
    assertThatThrownBy(() -> Export.run(people, file, then, ProgressListener.NONE))
        .isInstanceOf(FileAlreadyExistsException.class);
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void edn_mayHaveFormsOnSeveralLines_commentsAndTransactionsOfSeveralForms() throws IOException {
    DatomStream stream = stream("forms");
    ImportReport report =
        read(
            stream,
            folder.resolve("forms.edn"),
            """
            \uFEFF; people { [
            {:db/ident :person/email
             :db/valueType :db.type/string ; "a string
             :db/unique :db.unique/identity}

            {:person/email "ada" :person/letter \\{
             :person/born #inst
               "1815-12-10T00:00:00Z"} {:person/email "bob"}
            #_{:person/email "nobody"}
            [:db/add [:person/email "ada"] :person/age 36]
            [{:person/email "eve"}
             {:person/email "eve" :person/age 1}]
            """);

    assertThat(report.records()).isEqualTo(5);
    assertThat(valuesOf(stream, "person/email"))
        .containsExactlyInAnyOrder(Value.of("ada"), Value.of("bob"), Value.of("eve"));
    assertThat(valuesOf(stream, "person/age")).containsExactlyInAnyOrder(Value.of(36), Value.of(1));
  }

  @ParameterizedTest(name = "batches of {0}")
  @ValueSource(ints = {1, 2, 100})
  void tempids_nameTheSameEntityInAllOfAFile_whateverTheBatches(int batch) throws IOException {
    DatomStream stream = stream("tempids");
    stream.transact(Edn.readAll("{:db/ident :friend :db/valueType :db.type/ref}"));
    Path file = folder.resolve("tempids.edn");
    Files.writeString(
        file,
        """
        {:db/id "ada" :name "Ada" :friend "bob"}
        {:name "Eve" :friend {:db/id "zoe" :name "Zoe"}}
        {:db/id "bob" :name "Bob" :friend "zoe"}
        [:db/add "ada" :age 36]
        {:db/id -1 :name "One"}
        [:db/add -1 :friend "ada"]
        """);
    Import.run(stream, file, Streams.options(file).withBatchSize(batch), ProgressListener.NONE);

    var friends = new java.util.TreeMap<String, String>();
    stream
        .db()
        .datoms(bourn.index.DatomOrder.AEVT, Keyword.of("friend"))
        .forEach(
            datom ->
                friends.put(
                    name(stream, datom.entity()),
                    name(stream, ((Value.Int) datom.value()).value())));
    assertThat(friends)
        .isEqualTo(java.util.Map.of("Ada", "Bob", "Bob", "Zoe", "Eve", "Zoe", "One", "Ada"));
    assertThat(valuesOf(stream, "name")).hasSize(5);
    assertThat(valuesOf(stream, "age")).containsExactly(Value.of(36));
  }

  private static String name(DatomStream stream, long entity) {
    long attribute = Objects.requireNonNull(stream.db().attribute(Keyword.of("name"))).id();
    return ((Value.Text) stream.db().values(entity, attribute).getFirst()).value();
  }

  @Test
  void json_hasReferencesTimesAndParts() throws IOException {
    DatomStream stream = stream("json");
    ImportReport report =
        read(
            stream,
            folder.resolve("people.json"),
            """
            [
              {"db/ident": "person/email", "db/valueType": "db.type/string",
               "db/unique": "db.unique/identity"},
              {"db/ident": ":person/born", "db/valueType": ":db.type/instant"},
              {"db/ident": "person/boss", "db/valueType": "db.type/ref"},
              {"db/ident": "person/score", "db/valueType": "db.type/double"},
              {"person/email": "ada", "person/born": "1815-12-10T02:00:00+02:00", "person/score": 4,
               ":person/note": "2026-01-01T00:00:00Z", "person/gone": null,
               "person/address": {"address/city": "London", "address/geo": {"x": 1, "y": 2}}},
              {"person/email": "bob", "person/boss": ["person/email", "ada"],
               "person/seen": {"#edn": "#inst \\"2026-01-01T00:00:00Z\\""},
               "person/pets": [{"pet/name": "Rex"}, {"pet/name": "Tom"}]},
              {"person/email": "eve", "person/boss": {"person/email": "zoe"}, "person/tags": [1, "x"]}
            ]
            """);

    assertThat(report.records()).isEqualTo(7);
    assertThat(valuesOf(stream, "person/born"))
        .containsExactly(
            new Value.Time(
                java.time.Instant.parse("1815-12-10T00:00:00Z").getEpochSecond() * 1_000_000));
    assertThat(valuesOf(stream, "person/score")).containsExactly(Value.of(4.0));
    assertThat(valuesOf(stream, "person/note")).containsExactly(Value.of("2026-01-01T00:00:00Z"));
    assertThat(valuesOf(stream, "person/seen").getFirst()).isInstanceOf(Value.Time.class);
    assertThat(valuesOf(stream, "person/tags")).containsExactly(Value.list(1, "x"));
    assertThat(valuesOf(stream, "address/city")).containsExactly(Value.of("London"));
    assertThat(valuesOf(stream, "x")).containsExactly(Value.of(1));
    assertThat(valuesOf(stream, "pet/name")).hasSize(2);
    assertThat(valuesOf(stream, "person/email")).hasSize(4);
    Attribute address = Objects.requireNonNull(stream.db().attribute(Keyword.of("person/address")));
    assertThat(address.isReference() && address.component()).isTrue();
    long ada =
        Objects.requireNonNull(stream.db().entity(Value.list(Keyword.of("person/email"), "ada")));
    assertThat(valuesOf(stream, "person/boss")).contains(Value.of(ada));
  }

  @Test
  void csv_withoutAMapping_takesNamesAndRecognisesTypes() throws IOException {
    DatomStream stream = stream("people");
    read(
        stream,
        folder.resolve("people.csv"),
        """
        email,person/age,Full Name,joined,code,note
        ada@example.org,36,"Lovelace, ""Ada""\",2026-01-31 10:15:00,007,
        bob@example.org,41,Bob,2026-02-01 00:00:00,1,x
        """);

    assertThat(facts(stream.db()).stream().map(fact -> fact.get(1) + " " + fact.get(2)))
        .containsExactlyInAnyOrder(
            ":people/email \"ada@example.org\"",
            ":person/age 36",
            ":people/Full-Name \"Lovelace, \\\"Ada\\\"\"",
            ":people/joined #inst \"2026-01-31T10:15:00Z\"",
            ":people/code \"007\"",
            ":people/email \"bob@example.org\"",
            ":person/age 41",
            ":people/Full-Name \"Bob\"",
            ":people/joined #inst \"2026-02-01T00:00:00Z\"",
            ":people/code \"1\"",
            ":people/note \"x\"");
  }

  @Test
  void csv_withAMapping_hasIdentitiesReferencesAndTypes() throws IOException {
    DatomStream stream = stream("people");
    Path file = folder.resolve("people.csv");
    Files.writeString(
        file,
        """
        mail,boss,zip,likes,secret
        ada,bob,01234,tea,x
        bob,,99999,:milk,y
        eve,ada,1,tea,z
        """);
    CsvMapping mapping =
        CsvMapping.read(
            """
            {"mail" {:attribute :person/email :type :string :unique true}
             "boss" {:attribute :person/boss :refers-to :person/email}
             "zip" {:type :string}
             "likes" {:attribute :person/likes :type :keyword}
             "secret" {:skip true}}\
            """);
    Import.run(stream, file, Streams.options(file).withMapping(mapping), ProgressListener.NONE);
    assertThat(valuesOf(stream, "person/email")).hasSize(3);
    assertThat(valuesOf(stream, "person/boss")).hasSize(2);
    assertThat(valuesOf(stream, "people/zip"))
        .containsExactlyInAnyOrder(Value.of("01234"), Value.of("99999"), Value.of("1"));
    assertThat(valuesOf(stream, "person/likes")).contains(Keyword.of("milk"), Keyword.of("tea"));
    assertThat(stream.db().attribute(Keyword.of("people/secret"))).isNull();

    Path more = folder.resolve("more.csv");
    Files.writeString(more, "mail,age\nada,36\nzoe,1\n");
    Import.run(
        stream,
        more,
        Streams.options(more)
            .withMapping(
                CsvMapping.read("{\"mail\" {:attribute :person/email}}").withUnique("mail")),
        ProgressListener.NONE);
    assertThat(valuesOf(stream, "person/email")).hasSize(4);
  }

  @Test
  void csv_exported_hasARowAnEntity_andComesBack() throws IOException {
    DatomStream stream = stream("people");
    stream.transact(
        Edn.readAll(
            """
            {:db/ident :tags :db/cardinality :db.cardinality/many}
            {:db/id 100 :name "Ada, \\"L\\"" :age 36 :born #inst "1815-12-10T00:00:00Z"}
            {:db/id 101 :name "Bob" :score 1.5}\
            """));
    stream.transact(Edn.readAll("{:db/id 101 :tags #{:a}}"));
    Path file = write(stream, folder.resolve("people.csv"));
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            db/id,age,born,name,score,tags
            100,36,1815-12-10T00:00:00Z,"Ada, ""L""\",,
            101,,,Bob,1.5,#{:a}
            """);
    DatomStream copy = stream("copy");
    Import.run(
        copy,
        file,
        Streams.options(file)
            .withMapping(
                CsvMapping.read(
                    """
                    {"age" {:attribute :age} "born" {:attribute :born} "name" {:attribute :name}
                     "score" {:attribute :score} "tags" {:skip true}}\
                    """)),
        ProgressListener.NONE);
    var expected = facts(stream.db());
    expected.removeIf(fact -> fact.get(1).equals(Keyword.of("tags")));
    assertThat(facts(copy.db())).isEqualTo(expected);
  }

  private static final String TRIPLES =
      """
      # people
      <http://example.org/ada> <http://xmlns.com/foaf/0.1/name> "Ada\\u0021"@en-GB .
      <http://example.org/ada> <http://xmlns.com/foaf/0.1/knows> <http://example.org/bob> .
      <http://example.org/ada> <http://xmlns.com/foaf/0.1/knows> _:b1 .
      <http://example.org/ada> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Person> .
      <http://example.org/bob> <http://xmlns.com/foaf/0.1/knows> "a literal" .
      <http://example.org/bob> <http://example.org/vocab#age> "41"^^<http://www.w3.org/2001/XMLSchema#integer> .
      <http://example.org/bob> <http://example.org/other/vocab#age> "4.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .
      _:b1 <http://example.org/vocab#born> "1815-12-10T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
      _:b1 <http://example.org/vocab#born> "1815-12-10"^^<http://www.w3.org/2001/XMLSchema#date> .
      <http://example.org/ada> <http://xmlns.com/foaf/0.1/knows> <http://example.org/bob> .
      """;

  @ParameterizedTest(name = "batches of {0}")
  @ValueSource(ints = {1, 3, 100})
  void triples_areFactsOfNodes_whateverTheBatches_andComeBack(int batch) throws IOException {
    DatomStream stream = stream("triples");
    Path file = folder.resolve("people.nt");
    Files.writeString(file, TRIPLES);
    Import.run(stream, file, Streams.options(file).withBatchSize(batch), ProgressListener.NONE);

    assertThat(valuesOf(stream, "foaf/name"))
        .containsExactly(Edn.read("#rdf/lang [\"Ada!\" \"en-gb\"]"));
    assertThat(valuesOf(stream, "foaf/knows")).hasSize(2);
    assertThat(valuesOf(stream, "foaf/knows.value")).containsExactly(Value.of("a literal"));
    assertThat(valuesOf(stream, "vocab/age")).containsExactly(Value.of(41));
    assertThat(valuesOf(stream, "vocab/age2")).containsExactly(Edn.read("4.5M"));
    assertThat(valuesOf(stream, "vocab/born")).hasSize(2);
    assertThat(valuesOf(stream, "rdf.node/iri")).hasSize(3);
    assertThat(valuesOf(stream, "rdf.node/blank")).containsExactly(Value.of("people.nt _:b1"));

    Path again = write(stream, folder.resolve("again.nt"));
    List<String> lines = Files.readAllLines(again);
    assertThat(lines)
        .hasSize(9)
        .contains(
            "<http://example.org/ada> <http://xmlns.com/foaf/0.1/name> \"Ada!\"@en-gb .",
            "<http://example.org/bob> <http://xmlns.com/foaf/0.1/knows> \"a literal\" .")
        .anySatisfy(line -> assertThat(line).startsWith("_:e").contains("#date>"));
    DatomStream copy = stream("copy");
    read(copy, again);
    Path third = write(copy, folder.resolve("third.nt"));
    assertThat(Files.readAllLines(third).stream().map(RecordsTest::withoutLabels))
        .containsExactlyInAnyOrderElementsOf(
            lines.stream().map(RecordsTest::withoutLabels).toList());
  }

  private static String withoutLabels(String line) {
    return line.replaceAll("_:e\\d+", "_:");
  }

  @Test
  void triples_ofAttributesThatSayTheirPredicate_goThere() throws IOException {
    DatomStream stream = stream("triples");
    stream.transact(
        Edn.readAll(
            """
            {:db/ident :rdf.predicate/iri :db/valueType :db.type/uri}
            {:db/ident :person/name :db/valueType :db.type/string
             :rdf.predicate/iri "http://xmlns.com/foaf/0.1/name"}\
            """));
    read(
        stream,
        folder.resolve("people.nt"),
        "<http://example.org/ada> <http://xmlns.com/foaf/0.1/name> \"Ada\" .\n");
    assertThat(valuesOf(stream, "person/name")).containsExactly(Value.of("Ada"));
  }

  @Test
  void valuesOfAllKinds_comeBackFromTriples() throws IOException {
    DatomStream people = people();
    Path file = write(people, folder.resolve("people.nt"));
    DatomStream copy = stream("copy");
    read(copy, file);
    Path again = write(copy, folder.resolve("again.nt"));
    assertThat(Files.readAllLines(again).stream().map(RecordsTest::withoutLabels))
        .containsExactlyInAnyOrderElementsOf(
            Files.readAllLines(file).stream().map(RecordsTest::withoutLabels).toList());
    assertThat(valuesOf(copy, "any")).containsExactlyInAnyOrderElementsOf(valuesOf(people, "any"));
  }

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a.edn   | {:name \"a\"}~{:name \"b\" :x}        | line 2 | a value for the key :x",
        "a.edn   | {:name \"a\"}~{:name ~\"b\" ~         | line 4 | }",
        "a.edn   | {:name \"a\"}~17                      | line 2 | required a map or a list, found"
            + " 17",
        "a.edn   | {:name \"a\"}~[:db/nix 1]             | line 2 | a list that begins with"
            + " :db/add",
        "a.edn   | {:name \"a\"}~[:db/add 1 :name nil]   | line 2 | nil",
        "a.json  | [{\"name\": \"a\"},~{\"name\": }]     | line 2 | required JSON",
        "a.json  | [{\"name\": \"a\"},~{\"name\": \"b\"  | line 2 | required JSON",
        "a.json  | [{\"name\": \"a\"},~17]               | line 2 | required an object, found 17",
        "a.json  | {\"name\": \"a\"}~{\"name\": {\"#edn\": \"{\"}} | line 2 | required",
        "a.jsonl | {\"name\": \"a\"}~{\"name\": \"b\"~   | line 2 | required JSON",
        "a.jsonl | {\"name\": \"a\"}~{\"a\":1, \"a\":2}  | line 2 | distinct keys",
        "a.csv   | name,age~a,1~b                        | line 3 | required 2 cells",
        "a.csv   | name,name~a,1                         | line 1 | distinct names of columns",
        "a.csv   | na me,na-me~a,1                       | line 1 | both become :people/na-me",
        "a.csv   | name,age~a,\"1                        | line 2 | required CSV",
        "a.csv   | name,db/id~a,x                        | line 2 | an entity, found",
        "a.nt    | <a:b> <a:c> \"x\" .~<a:b> <a:c> \"x   | line 2 | a \" at the end of a literal",
        "a.nt    | <a:b> <a:c> \"x\" .~<a:b> \"c\" \"x\" . | line 2 | a predicate",
        "a.nt    | <a:b> <a:c> \"x\" .~<b> <a:c> \"x\" .  | line 2 | an absolute IRI",
        "a.nt    | <a:b> <a:c> \"x\" .~<a:b> <a:c> \"x\"  | line 2 | a full stop",
        "a.nt    | <a:b> <a:c> \"\\q\" .                 | line 1 | one of t b n r f",
        "a.nt    | <a:b> <a:c> \"\\uD800\" .             | line 1 | 4 hexadecimal digits",
      })
  void badInput_isNamedByLine_andWhatToDo(String name, String text, String line, String message)
      throws IOException {
    DatomStream stream = stream("people");
    Path file = folder.resolve(name);
    Files.writeString(file, text.replace('~', '\n'));

    assertThatThrownBy(() -> read(stream, file))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining(name + ", " + line)
        .hasMessageContaining(message)
        .hasMessageContaining("Nothing is imported; mend the file and run the same import again");
    assertThat(stream.stream().extent().tail()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"a.edn", "a.json", "a.jsonl", "a.csv", "a.nt", "a.datoms"})
  void otherEncodings_areRefused(String name) throws IOException {
    DatomStream stream = stream("people");
    Path file = folder.resolve(name);
    Files.write(file, "name\nJos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(stream, file))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("required text in UTF-8");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"a.edn", "a.jsonl", "a.csv", "a.nt"})
  void emptyFiles_holdNoRecords(String name) throws IOException {
    DatomStream stream = stream("people");
    assertThat(read(stream, folder.resolve(name), "").records()).isZero();
    assertThat(read(stream, folder.resolve(name), "\n\n").transactions()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"a.edn", "a.jsonl", "a.csv", "a.nt", "a.datoms"})
  void hugeLines_areRefusedBeforeTheyFillMemory(String name) throws IOException {
    DatomStream stream = stream("people");
    Path file = folder.resolve(name);
    try (var out = Files.newBufferedWriter(file)) {
      out.write(name.equals("a.csv") ? "name\n\"" : "\"");
      String part = "x".repeat(1 << 20);
      for (int i = 0; i < 65; i++) {
        out.write(part);
      }
    }
    assertThatThrownBy(() -> read(stream, file)).isInstanceOf(ImportException.class);
  }

  @Test
  void aMapping_namesTheColumnThatIsWrong() throws IOException {
    assertThatThrownBy(() -> CsvMapping.read("{\"a\" {:type :strng}}"))
        .hasMessageContaining("column \"a\"")
        .hasMessageContaining(":string");
    assertThatThrownBy(() -> CsvMapping.read("{\"a\" {:typ :string}}"))
        .hasMessageContaining(":typ");
    assertThatThrownBy(() -> CsvMapping.read("{:a 1}")).hasMessageContaining("string and a map");
    assertThatThrownBy(() -> CsvMapping.read("{\"a\"")).hasMessageContaining("line 1");
    DatomStream stream = stream("people");
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "name,zip\na,x\n");
    assertThatThrownBy(
            () ->
                Import.run(
                    stream,
                    file,
                    Streams.options(file).withMapping(CsvMapping.NONE.withUnique("nme")),
                    ProgressListener.NONE))
        .hasMessageContaining("\"nme\", required one of [name, zip]");
    assertThatThrownBy(
            () ->
                Import.run(
                    stream,
                    file,
                    Streams.options(file).withMapping(CsvMapping.read("{\"zip\" {:type :long}}")),
                    ProgressListener.NONE))
        .hasMessageContaining("line 2: column \"zip\": required a value of type long, found \"x\"");
  }
}
