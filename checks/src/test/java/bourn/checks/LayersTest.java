package bourn.checks;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module diagram in docs/architecture.md, as a test. */
final class LayersTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("bourn");

  /** What a query may be about. */
  private static final String[] QUERIED = {"index", "typed", "datoms", "columns", "kernel"};

  /** A layer, the packages it is, and the layers it may see. */
  private record Layer(String name, String packages, String... below) {}

  private static final List<Layer> LAYERS =
      List.of(
          new Layer("kernel", "bourn.kernel.."),
          new Layer("adapters", "bourn.adapters..", "kernel"),
          new Layer("columns", "bourn.columns..", "kernel"),
          new Layer("storage", "bourn.storage..", "kernel"),
          new Layer("typed", "bourn.typed..", "columns", "kernel"),
          new Layer("datoms", "bourn.datoms..", "kernel"),
          new Layer("index", "bourn.index..", "datoms", "columns", "kernel"),
          new Layer("engine", "bourn.engine..", QUERIED),
          new Layer("datalog", "bourn.datalog..", with("engine", QUERIED)),
          new Layer(
              "sql", "bourn.sql..", with("datalog", with("formats", with("engine", QUERIED)))),
          new Layer("formats", "bourn.formats..", "kernel"),
          new Layer(
              "exchange", "bourn.exchange..", "formats", "index", "datoms", "columns", "kernel"),
          new Layer(
              "embed",
              "bourn",
              with("adapters", with("storage", with("datalog", with("engine", QUERIED))))),
          new Layer("jdbc", "bourn.jdbc..", with("embed", with("sql", with("engine", QUERIED)))));

  @Test
  void dependenciesPointDownwards() {
    LayeredArchitecture architecture =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (Layer layer : LAYERS) {
      architecture = architecture.layer(layer.name()).definedBy(layer.packages());
    }
    for (Layer layer : LAYERS) {
      var below = architecture.whereLayer(layer.name());
      architecture =
          layer.below().length == 0
              ? below.mayNotAccessAnyLayer()
              : below.mayOnlyAccessLayers(layer.below());
    }
    architecture.check(CLASSES);
  }

  @Test
  void nothingSeesTheCommandLine() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage("bourn.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("bourn.cli..")
        .check(CLASSES);
  }

  @Test
  void onlyItsOwnerSeesALibrary() {
    onlySeenBy("org.rocksdb..", "bourn.storage..");
    onlySeenBy("org.apache.calcite..", "bourn.sql..", "bourn.jdbc..");
    onlySeenBy("tools.jackson..", "bourn.formats..");
    onlySeenBy("clojure..", "bourn.cli..", "bourn.repl..");
  }

  @Test
  void theDriverSeesNothingOfCalcite_butAvatica() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage("bourn.jdbc..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are Calcite's",
                one ->
                    one.getPackageName().startsWith("org.apache.calcite")
                        && !one.getPackageName().startsWith("org.apache.calcite.avatica")))
        .check(CLASSES);
  }

  private static void onlySeenBy(String library, String... owners) {
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackages(owners)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  private static String[] with(String name, String... names) {
    return Stream.concat(Stream.of(name), Stream.of(names)).toArray(String[]::new);
  }
}
