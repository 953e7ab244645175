package bourn.repl;

import static org.assertj.core.api.Assertions.assertThat;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import clojure.lang.Symbol;
import clojure.lang.Var;
import java.util.Collection;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every {@code deftest} of src/test/clojure as a test of its own. */
final class ClojureTest {

  private static final String RUNNER = "bourn.all-tests";

  @TestFactory
  Stream<DynamicContainer> namespaces() {
    Clojure.var("clojure.core", "require").invoke(Symbol.intern(RUNNER));
    return list("test-namespaces").map(Symbol.class::cast).map(ClojureTest::tests);
  }

  private static DynamicContainer tests(Symbol namespace) {
    return DynamicContainer.dynamicContainer(
        namespace.toString(),
        list("test-vars", namespace).map(Var.class::cast).map(ClojureTest::test));
  }

  private static DynamicTest test(Var test) {
    return DynamicTest.dynamicTest(
        test.sym.toString(), () -> assertThat(runner("run-var").invoke(test)).isNull());
  }

  private static Stream<?> list(String function, Object... arguments) {
    Object found =
        arguments.length == 0 ? runner(function).invoke() : runner(function).invoke(arguments[0]);
    return ((Collection<?>) found).stream();
  }

  private static IFn runner(String function) {
    return Clojure.var(RUNNER, function);
  }
}
