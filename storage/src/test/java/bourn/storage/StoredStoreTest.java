package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.AppendRequest;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Opens stores that were made by the version of the format that is current, once and for all.
 *
 * <p>Until the first release they may be made again: {@code mvn -pl storage -am test
 * -Dtest=StoredStoreTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtest.jvm=-Dbourn.stores=$PWD/storage/src/test/resources/stores}.
 */
final class StoredStoreTest {

  private static final LogOptions TINY = new LogOptions(32 << 10, 64 << 10, 0);

  @TempDir Path folder;

  private static Path stored(String name) throws URISyntaxException {
    URI uri = Objects.requireNonNull(StoredStoreTest.class.getResource("/stores/" + name)).toURI();
    return Path.of(uri);
  }

  /** {@code closed} was closed; {@code killed} has commits that only its log holds. */
  @ParameterizedTest
  @ValueSource(strings = {"closed", "killed"})
  void opens_withAllThatIsInIt(String name) throws Exception {
    Path store = folder.resolve("store");
    Stores.copy(stored(name), store);
    List<String> expected = Files.readAllLines(stored(name + ".edn"), StandardCharsets.UTF_8);
    try (Kernel kernel = Stores.open(store)) {
      assertThat(contents(kernel)).isEqualTo(expected);
      Stores.stream(kernel, "generic").append(AppendRequest.of(Value.of(1))).orThrow();
    }
    assertThat(Verification.of(store, Environment.system(), ProgressListener.NONE)).isEmpty();
  }

  @Test
  void madeAgain_ifAskedFor() throws IOException {
    String target = System.getProperty("bourn.stores");
    if (target != null) {
      make(Path.of(target));
    }
  }

  private void make(Path target) throws IOException {
    Folders.delete(target);
    Path made = folder.resolve("made");
    try (Kernel kernel = openTiny(made)) {
      fill(kernel);
    }
    keep(made, target, "closed");
    try (Kernel kernel = openTiny(made)) {
      EventStream generic = Stores.stream(kernel, "generic");
      for (int i = 0; i < 5; i++) {
        generic.append(AppendRequest.of(Value.list("only in the log", i)).durable()).orThrow();
      }
      keep(made, target, "killed");
    }
  }

  private static Kernel openTiny(Path store) {
    return RocksKernel.open(store, Environment.system(), descriptor -> ValueFormat.INSTANCE, TINY);
  }

  private static void fill(Kernel kernel) {
    EventStream generic = Stores.stream(kernel, "generic");
    generic
        .append(
            AppendRequest.of(
                Edn.readAll(
                    "nil true -1 2.5 123456789012345678901234567890 1.50M \"text\" :a/keyword"
                        + " symbol #inst \"2026-01-02T03:04:05Z\" #uuid"
                        + " \"00000000-0000-0001-0000-000000000002\" (1 [2]) {:a 1, \"b\" 2} #{1 2}"
                        + " #some/tag [1]")))
        .orThrow();
    generic.append(AppendRequest.of(Value.of("large".repeat(5_000)))).orThrow();
    EventStream datoms = kernel.open(StreamDescriptor.datom("datoms"));
    datoms.append(AppendRequest.of(Edn.readAll("{:not/a-transaction true}"))).orThrow();
    EventStream fork = generic.fork(new StreamName("fork"), 3);
    fork.append(AppendRequest.of(Value.of("of the fork"))).orThrow();
    fork.seal(List.of(Value.of("sealed")));
    Stores.stream(kernel, "empty");
  }

  private static void keep(Path made, Path target, String name) throws IOException {
    Path store = target.resolve(name);
    Stores.copy(made, store);
    for (Path file : Folders.files(store)) {
      String path = store.relativize(file).toString();
      if (path.matches("LOCK|state/(LOCK|LOG.*|OPTIONS.*|.*\\.log)|log/.*\\.new")) {
        Files.delete(file);
      }
    }
    Path opened = made.resolveSibling(name);
    Stores.copy(store, opened);
    try (Kernel kernel = Stores.open(opened)) {
      Files.write(target.resolve(name + ".edn"), contents(kernel), StandardCharsets.UTF_8);
    }
  }

  /** Returns every stream with its extent, and every event, a line each. */
  private static List<String> contents(Kernel kernel) {
    List<String> lines = new ArrayList<>();
    for (StreamDescriptor descriptor : kernel.streams()) {
      EventStream stream = kernel.find(descriptor.name()).orElseThrow();
      Extent extent = stream.extent();
      lines.add(
          Edn.print(descriptor.toValue())
              + Value.list(
                  extent.earliest(), extent.tail(), extent.sealed(), extent.incarnation()));
      try (Reader reader = stream.bound().read()) {
        while (reader.next() == Step.EVENT) {
          lines.add("  " + reader.offset() + " " + Edn.print(reader.value()));
        }
      }
    }
    return lines;
  }
}
