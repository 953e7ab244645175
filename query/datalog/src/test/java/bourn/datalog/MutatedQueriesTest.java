package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.kernel.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A query whose text was damaged is answered or refused with a message: nothing else is thrown, and
 * it ends within its budget. More texts with {@code -Dbourn.seeds=1000}.
 */
final class MutatedQueriesTest {

  private static final int TEXTS_A_SEED = 250;
  private static final Budget SMALL = new Budget(Duration.ofMillis(500), 50_000, 50, 64L << 20);
  private static final Pattern TOKENS =
      Pattern.compile("[\\[\\](){}]|#\\{|\"[^\"]*\"|[^\\s\\[\\](){}\"]+");

  private static final List<String> QUERIES =
      List.of(
          "[:find ?e ?n :in $ ?m :where [?e :p ?n] [(< ?n ?m)] (not [?e :q 3])]",
          "[:find (count ?e) (max ?v) (min 2 ?v) :with ?n :where [?e :p ?n] [?e :q ?v]]",
          "[:find [?e ...] :where (or [?e :p 1] (and [?e :q 2] [?e :r])) :order-by ?e :limit 3]",
          "[:find ?e . :where (or-join [?e] [?e :p ?x] (and [?y :p ?e] [?y :q 3]))]",
          "[:find [?a ?b] :keys a b :where [?a :p ?b] (not-join [?a] [?b :p ?a])]",
          "{:find [?a (sum ?d)] :rules [[(r ?a ?b) [?a :p ?b]] [(r ?a ?b) [?a :p ?c] (r ?c ?b)]]"
              + " :where [(r ?a ?b) [?b :q ?d]] :having [(< 1 (count ?b))]}",
          "{:find [?b ?d] :rules [[(d ?b (min ?n)) [1 :p ?b] [(ground 1) ?n]] [(d ?b (min ?n))"
              + " (d ?a ?m) [?a :p ?b] [(inc ?m) ?n]]] :where [(d ?b ?d)]}",
          "[:find (pull ?e [* {:p [:q (limit :p 2)]} [:r :as \"x\" :default 0] {:_p ...}])"
              + " :where [?e :p]]",
          "[:find ?s ?g :where [?e :r ?t] [(str ?t \"-\" ?e) ?s] [(re-find \"(x)(.*)\" ?s) [_"
              + " ?g]]]",
          "[:find ?x :where [?e :p ?v] [(vector ?e ?v 2.5 1M 7N #{1 2} {:a ?v}) [?x _ ...]]]",
          "[:find ?e ?k :in $ [[?e ?k] ...] :where [?e :p] [(get-else $ ?e :q 0) ?z]]",
          "[:find ?e ?n :where [?e :p] [(q [:find (count ?b) . :in $ ?e :where [?e :p ?b]] $ ?e)"
              + " ?n] :offset 1 :timeout 100]",
          "[:find ?e ?t ?op :where [?e :p _ ?t ?op] [(missing? $ ?e :r)] [(!= ?t nil)]]",
          "[:find (avg ?v) (median ?v) (distinct ?v) (rand 2 ?v) :where [_ :q ?v] [(* ?v ?v) ?w]"
              + " [(/ ?w 3) ?u] [(quot ?u 2)]]");

  private static final List<Object> INPUTS =
      List.of(Value.of(4), Value.list(Value.list(1, 2), Value.list(2, 3)));

  private final Facts facts = new Facts().declare("p", "ref", "many").declare("q", "long");

  MutatedQueriesTest() {
    facts.declare("r", "string");
    for (int i = 1; i <= 12; i++) {
      facts.add(i, "p", 1 + i % 5, 1).add(i, "p", 1 + i % 7, 1).add(i, "q", i % 4, 1);
      facts.add(i, "r", "x" + i, 1);
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("bourn.seeds", 20));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void isAnsweredOrRefused(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < TEXTS_A_SEED; i++) {
      String text = QUERIES.get(random.nextInt(QUERIES.size()));
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        text = random.nextBoolean() ? tokens(text, random) : characters(text, random);
      }
      ask(text);
    }
  }

  private void ask(String text) {
    try {
      Query query = Query.parse(text);
      List<Object> inputs = new ArrayList<>(List.of(facts));
      for (int i = 1; i < query.inputs().size(); i++) {
        inputs.add(INPUTS.get(text.contains("...") ? 1 : 0));
      }
      assertThat(Datalog.query(query, inputs, SMALL).toValue()).isNotNull();
    } catch (QueryException refused) {
      assertThat(refused.explain()).as(text).isNotBlank();
      assertThat(refused.position()).as(text).isLessThanOrEqualTo(text.length());
    } catch (RuntimeException | Error e) {
      throw new AssertionError(text, e);
    }
  }

  /** Deletes, repeats or exchanges words, also for those of other queries. */
  private static String tokens(String text, Random random) {
    List<String> tokens = split(text);
    if (tokens.isEmpty()) {
      return text;
    }
    int at = random.nextInt(tokens.size());
    int other = random.nextInt(tokens.size());
    switch (random.nextInt(6)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(other, tokens.get(at));
      case 2 -> tokens.set(at, tokens.get(other));
      case 3 -> tokens.set(at, any(random));
      case 4 -> tokens.add(at, any(random));
      default -> {
        List<String> part = List.copyOf(tokens.subList(Math.min(at, other), Math.max(at, other)));
        tokens.addAll(random.nextInt(tokens.size() + 1), part);
      }
    }
    return String.join(" ", tokens);
  }

  private static String any(Random random) {
    List<String> extremes =
        List.of(
            "nil",
            "##NaN",
            "-1",
            "9223372036854775807",
            "1e400M",
            "\"\"",
            "?",
            "$",
            "%",
            "_",
            "...",
            ".",
            "[]",
            "()",
            "{}",
            "#{}",
            ":",
            "*",
            "#inst \"2020\"",
            "#_",
            "(q)",
            "\\a");
    if (random.nextInt(3) == 0) {
      return extremes.get(random.nextInt(extremes.size()));
    }
    List<String> tokens = split(QUERIES.get(random.nextInt(QUERIES.size())));
    return tokens.get(random.nextInt(tokens.size()));
  }

  private static List<String> split(String text) {
    return new ArrayList<>(TOKENS.matcher(text).results().map(found -> found.group()).toList());
  }

  private static String characters(String text, Random random) {
    if (text.isEmpty()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text);
    int at = random.nextInt(out.length());
    switch (random.nextInt(4)) {
      case 0 -> out.deleteCharAt(at);
      case 1 -> out.insert(at, (char) random.nextInt(128));
      case 2 -> out.setCharAt(at, text.charAt(random.nextInt(text.length())));
      default -> out.setLength(at);
    }
    return out.toString();
  }
}
