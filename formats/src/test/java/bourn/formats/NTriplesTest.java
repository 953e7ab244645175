package bourn.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Edn;
import bourn.kernel.Value;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** N-Triples by the grammar of RDF 1.1, with examples of its specification. */
final class NTriplesTest {

  private static List<Value> read(String text) {
    List<Value> values = new ArrayList<>();
    try (ValueReader reader = NTriples.reader(new StringReader(text))) {
      for (Value value = reader.next(); value != null; value = reader.next()) {
        values.add(value);
      }
    }
    return values;
  }

  private static Value object(String literal) {
    return ((Value.Items) read("<a:s> <a:p> " + literal + " .").getFirst()).items().get(2);
  }

  @Test
  void linesAreTriples_commentsAndBlanksAreNot() {
    assertThat(
            read(
                """
                # a comment

                <http://one.example/subject1> <http://one.example/predicate1> <http://one.example/object1> . # comments here
                _:subject1\t<http://an.example/predicate1>  "object1" .\r
                _:subject.2<http://an.example/predicate2>"object2".
                """))
        .containsExactly(
            Edn.read(
                "[#rdf/iri \"http://one.example/subject1\" #rdf/iri"
                    + " \"http://one.example/predicate1\" #rdf/iri"
                    + " \"http://one.example/object1\"]"),
            Edn.read(
                "[#rdf/blank \"subject1\" #rdf/iri \"http://an.example/predicate1\" \"object1\"]"),
            Edn.read(
                "[#rdf/blank \"subject.2\" #rdf/iri \"http://an.example/predicate2\""
                    + " \"object2\"]"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"That Seventies Show\"^^<xsd:string>            | #rdf/literal [\"That Seventies Show\""
            + " \"xsd:string\"]",
        "\"x\"^^<http://www.w3.org/2001/XMLSchema#string> | \"x\"",
        "\"C'est l\\u00E9ger\"@fr-BE                      | #rdf/lang [\"C'est l\u00e9ger\""
            + " \"fr-be\"]",
        "\"\\t\\b\\n"
            + "\\r"
            + "\\f\\\"\\'\\\\\\U0001F600\"        | \"\\t\\b\\n"
            + "\\r"
            + "\\f\\\"'\\\\\ud83d\ude00\"",
        "\"+02\"^^<http://www.w3.org/2001/XMLSchema#integer>           | 2",
        "\"12345678901234567890\"^^<http://www.w3.org/2001/XMLSchema#unsignedLong> |"
            + " 12345678901234567890",
        "\"x\"^^<http://www.w3.org/2001/XMLSchema#integer> | #rdf/literal [\"x\""
            + " \"http://www.w3.org/2001/XMLSchema#integer\"]",
        "\".50\"^^<http://www.w3.org/2001/XMLSchema#decimal>           | 0.5M",
        "\"1\"^^<http://www.w3.org/2001/XMLSchema#double>              | 1.0",
        "\"-INF\"^^<http://www.w3.org/2001/XMLSchema#double>           | ##-Inf",
        "\"1.663E-4\"^^<http://www.w3.org/2001/XMLSchema#double>       | 1.663E-4",
        "\"1\"^^<http://www.w3.org/2001/XMLSchema#boolean>             | true",
        "\"2026-01-31T10:15:30+01:00\"^^<http://www.w3.org/2001/XMLSchema#dateTime> | #inst"
            + " \"2026-01-31T09:15:30Z\"",
        "\"2026-01-31T10:15:30\"^^<http://www.w3.org/2001/XMLSchema#dateTime> | #rdf/literal"
            + " [\"2026-01-31T10:15:30\" \"http://www.w3.org/2001/XMLSchema#dateTime\"]",
        "\":a/b\"^^<urn:bourn:edn>                        | :a/b",
        "_:_a-b\u00b7c                                    | #rdf/blank \"_a-b\u00b7c\"",
        "<http://example/\\u00E9>                         | #rdf/iri \"http://example/\u00e9\"",
      })
  void literalsAreValues(String literal, String value) {
    assertThat(object(literal)).isEqualTo(Edn.read(value));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<a:s> <a:p> <a:o>                  | a full stop",
        "<a:s> <a:p> <a:o> . <a:s>          | nothing more after",
        "<a:s> _:b <a:o> .                  | a predicate",
        "\"s\" <a:p> <a:o> .                | a subject",
        "<a:s> <a:p> o .                    | an object",
        "<a:s> <a:p> <a b> .                | a character of an IRI",
        "<a:s> <a:p> <rel> .                | an absolute IRI",
        "<a:s> <a:p> <a:\\n> .              | u or U after",
        "<a:s> <a:p> \"o .                  | a \" at the end",
        "<a:s> <a:p> \"o\"@ .               | a language",
        "<a:s> <a:p> \"o\"@en- .            | a language",
        "<a:s> <a:p> \"o\"^<a:t> .          | ^^ before the type",
        "<a:s> <a:p> \"o\"^^t .             | the type of a literal",
        "<a:s> <a:p> \"\\x\" .              | one of t b n r f",
        "<a:s> <a:p> \"\\u12\" .            | 4 hexadecimal digits",
        "<a:s> <a:p> \"\\UFFFFFFFF\" .      | 8 hexadecimal digits",
        "<a:s> <a:p> _:. .                  | the label of a blank node",
        "<a:s> <a:p> \"{\"^^<urn:bourn:edn> . | EDN in a literal",
        "<a:s> <a:p>                        | an object",
      })
  void whatIsNoTriple_isRefusedByLineAndColumn(String line, String message) {
    assertThatThrownBy(() -> read("# one\n" + line))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("line 2, column ")
        .hasMessageContaining(message);
  }

  @Test
  void whatIsWritten_isReadAsTheSame() {
    List<String> objects =
        List.of(
            "\"a\\\"\\\\\\n\\r\\t\\u0001\ud83d\ude00\"",
            "1",
            "-12345678901234567890",
            "1.50M",
            "1E+30M",
            "0.1",
            "##Inf",
            "##-Inf",
            "##NaN",
            "true",
            "#inst \"2026-01-31T10:15:30.123456Z\"",
            ":a/b",
            "[1 \"x\"]",
            "#rdf/lang [\"x\" \"en\"]",
            "#rdf/lang [1 2]",
            "#rdf/literal [\"x\" \"http://example.org/a b<>\"]",
            "#rdf/iri \"http://example.org/\u00e9 {}\"",
            "#rdf/blank \"b1\"",
            "\"half \\ud83d of one\"");
    for (String object : objects) {
      Value triple =
          new Value.Items(
              List.of(NTriples.blank("s"), NTriples.iri("http://example.org/p"), Edn.read(object)));
      StringBuilder out = new StringBuilder();
      try (ValueWriter writer = NTriples.writer(out)) {
        writer.write(triple);
      }
      assertThat(out.toString()).endsWith(" .\n").isEqualTo(utf8(out.toString()));
      assertThat(read(out.toString())).as(out.toString()).containsExactly(triple);
    }
  }

  private static String utf8(String text) {
    return new String(
        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        java.nio.charset.StandardCharsets.UTF_8);
  }
}
