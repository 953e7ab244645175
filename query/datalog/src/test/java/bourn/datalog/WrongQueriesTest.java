package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each wrong query of wrong-queries.txt gives exactly the message that stands there. */
final class WrongQueriesTest {

  private final Facts people =
      new Facts()
          .declare("person/name", "unique", "string")
          .declare("person/age", "long")
          .declare("person/friend", "ref", "many")
          .entity(1, "person/name", "Ann", "person/age", 70)
          .entity(2, "person/name", "Bob", "person/age", 45);

  /** A query, the inputs after the source if any, and what is said of it. */
  private record Case(String query, List<String> inputs, String message) {}

  @TestFactory
  Stream<DynamicTest> saysWhatIsWrong() {
    return cases().stream()
        .map(
            wrong ->
                DynamicTest.dynamicTest(
                    wrong.query(), () -> assertThat(said(wrong)).isEqualTo(wrong.message())));
  }

  @Test
  void thereAreMany() {
    assertThat(cases()).hasSizeGreaterThan(150);
  }

  private String said(Case wrong) {
    List<Object> inputs = new ArrayList<>(List.of(people));
    wrong.inputs().forEach(input -> inputs.add(bourn.kernel.Edn.read(input)));
    QueryException said =
        catchThrowableOfType(
            QueryException.class,
            () -> Datalog.query(Query.parse(wrong.query()), inputs, Budget.DEFAULT));
    return said == null ? "nothing" : said.code() + "\n" + said.explain();
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String block : text().split("\n====\n")) {
      String[] parts = block.split("\n----\n", 2);
      List<String> lines = parts[0].lines().toList();
      List<String> inputs =
          lines.stream().filter(l -> l.startsWith("in: ")).map(l -> l.substring(4)).toList();
      List<String> query = lines.stream().filter(l -> !l.startsWith("in: ")).toList();
      cases.add(new Case(String.join("\n", query), inputs, parts[1].strip()));
    }
    return cases;
  }

  private static String text() {
    try (InputStream in = WrongQueriesTest.class.getResourceAsStream("wrong-queries.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
