package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import bourn.index.DatomStream;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns whose variables form cycles find what trying all nodes finds. */
final class CyclesTest {

  private static final int NODES = 60;
  private static final int EDGES = 700;
  private static final long FIRST = 1_000;

  private static final boolean[][] EDGE = new boolean[NODES][NODES];
  private static Kernel kernel;
  private static DatomStream stream;

  @BeforeAll
  static void fill() {
    kernel = HeapKernel.open(Environment.system());
    stream = DatomStream.open(kernel, "graph");
    stream.transact(
        Edn.readAll(
            """
            {:db/ident :to :db/valueType :db.type/ref :db/cardinality :db.cardinality/many}
            {:db/ident :red :db/cardinality :db.cardinality/one}
            """));
    SplittableRandom random = new SplittableRandom(3);
    List<Value> forms = new ArrayList<>();
    for (int i = 0; i < EDGES; i++) {
      int from = random.nextInt(NODES);
      int to = random.nextInt(NODES);
      EDGE[from][to] = true;
      forms.add(Value.list(Keyword.of("db/add"), FIRST + from, Keyword.of("to"), FIRST + to));
    }
    forms.add(Value.list(Keyword.of("db/add"), FIRST + 7, Keyword.of("red"), true));
    stream.transact(forms);
  }

  @AfterAll
  static void close() {
    stream.close();
    kernel.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ab bc ac, true",
    "ab bc ca, true",
    "ab ba bc ca, true",
    "ab ac ad bc bd cd, true",
    "ab bc ac bd cd, true",
    "ab bc cd da, false",
    "ab bc ac cd de ce, true",
    "ab bc ac cd, true",
    "ab bc ac ax, true",
  })
  void cyclesAreThoseOfAllNodes(String sides, boolean generic) {
    StringBuilder text = new StringBuilder();
    for (String side : sides.split(" ")) {
      text.append(" [?").append(side.charAt(0)).append(" :to ?").append(side.charAt(1)).append(']');
    }
    String names = names(sides);
    String find = names.chars().mapToObj(c -> " ?" + (char) c).reduce("", String::concat);
    Query query = Query.parse("[:find" + find + " :where" + text + "]");
    List<Object> inputs = List.of(stream.db());
    assertThat(new HashSet<>(Datalog.query(query, inputs, Budget.DEFAULT).rows()))
        .isEqualTo(all(sides, names, new ArrayList<>()));
    assertThat(Datalog.explain(query, inputs).toString().contains("genericjoin"))
        .isEqualTo(generic);
  }

  private static String names(String sides) {
    return sides
        .chars()
        .filter(Character::isLetter)
        .distinct()
        .sorted()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Set<List<Value>> all(String sides, String names, List<Integer> bound) {
    for (String side : sides.split(" ")) {
      int from = names.indexOf(side.charAt(0));
      int to = names.indexOf(side.charAt(1));
      if (Math.max(from, to) < bound.size() && !EDGE[bound.get(from)][bound.get(to)]) {
        return Set.of();
      }
    }
    if (bound.size() == names.length()) {
      return Set.of(bound.stream().map(node -> Value.of(FIRST + node)).toList());
    }
    Set<List<Value>> all = new HashSet<>();
    for (int node = 0; node < NODES; node++) {
      bound.add(node);
      all.addAll(all(sides, names, bound));
      bound.removeLast();
    }
    return all;
  }
}
