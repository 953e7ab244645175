package bourn.checks;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Aggregates;
import bourn.engine.Functions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The guide to Datalog has everything that the language has. */
final class GuideTest {

  private static final String GUIDE =
      Repository.text(Repository.ROOT.resolve("docs").resolve("datalog.md"));

  @Test
  void everyFunctionIsInTheGuide() {
    Set<String> missing = new TreeSet<>(Functions.names());
    missing.removeIf(name -> GUIDE.contains("`" + name + "`"));
    assertThat(missing).isEmpty();
  }

  @Test
  void everyAggregateIsInTheGuide() {
    Set<String> missing = new TreeSet<>(Aggregates.names());
    missing.removeIf(name -> GUIDE.contains("`(" + name + " ?x)`"));
    assertThat(missing).isEmpty();
  }
}
