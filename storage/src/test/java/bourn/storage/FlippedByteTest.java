package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.Environment;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Flips bytes of every kind of file there is in a store: verification finds it, or it does no harm.
 */
@Timeout(180)
final class FlippedByteTest {

  /** Files that hold nothing that is needed, by what is left of their names without digits. */
  private static final List<String> NOT_NEEDED =
      List.of("state/OPTIONS-", "state/IDENTITY", "state/LOG", "state/LOG.old.", "log/.spare");

  /** The lock of RocksDB, and its own log, which is not used. */
  private static final List<String> EMPTY = List.of("state/LOCK", "state/.log");

  private static final List<String> CHECKED =
      List.of(
          "FORMAT",
          "LOCK",
          "log/.log",
          "log/.kept",
          "state/.sst",
          "state/MANIFEST-",
          "state/CURRENT");

  private static final int FLIPS = 4;

  @TempDir static Path shared;

  @TempDir Path folder;

  @BeforeAll
  static void make() throws IOException {
    RichStores.make(shared.resolve("store"));
    try (Kernel kernel = RichStores.open(shared.resolve("store"))) {
      assertThat(kernel.streams()).isNotEmpty();
    }
    Files.write(shared.resolve("store/log/000000000001.spare"), new byte[4096]);
  }

  private static String kind(Path file) {
    return shared.resolve("store").relativize(file).toString().replaceAll("\\d", "");
  }

  private static Map<String, Path> kinds() {
    Map<String, Path> kinds = new TreeMap<>();
    Folders.files(shared.resolve("store")).forEach(file -> kinds.putIfAbsent(kind(file), file));
    return kinds;
  }

  private Path copied() {
    Path store = folder.resolve("store");
    Folders.delete(store);
    Stores.copy(shared.resolve("store"), store);
    return store;
  }

  @Test
  void everyFile_isOfAKindThatIsKnown() throws IOException {
    assertThat(kinds().keySet()).containsAll(CHECKED);
    for (Map.Entry<String, Path> kind : kinds().entrySet()) {
      if (!CHECKED.contains(kind.getKey()) && !NOT_NEEDED.contains(kind.getKey())) {
        assertThat(EMPTY).contains(kind.getKey());
        assertThat(Files.size(kind.getValue())).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FORMAT",
        "LOCK",
        "log/.log",
        "log/.kept",
        "state/.sst",
        "state/MANIFEST-",
        "state/CURRENT"
      })
  void aFlippedByteOfWhatIsNeeded_isFound(String kind) throws IOException {
    SplittableRandom random = new SplittableRandom(kind.hashCode());
    for (int i = 0; i < FLIPS; i++) {
      Path store = copied();
      Path file = store.resolve(shared.resolve("store").relativize(kinds().get(kind)));
      boolean isLog = kind.startsWith("log/");
      long size = isLog ? LogEnd.of(file, 0, 0).position() : Files.size(file);
      long at = random.nextLong(size) & (isLog ? -8L : -1L);
      Stores.flip(file, at);
      assertThat(verify(store)).as(file + " at " + at).isNotEmpty();
    }
  }

  @Test
  void aFlippedByteOfWhatIsNotNeeded_doesNoHarm() throws IOException {
    Map<String, RichStores.Content> expected = RichStores.contents(shared.resolve("store"));
    SplittableRandom random = new SplittableRandom(5);
    for (String kind : NOT_NEEDED) {
      Path original = kinds().get(kind);
      for (int i = 0; original != null && i < FLIPS; i++) {
        Path store = copied();
        Path file = store.resolve(shared.resolve("store").relativize(original));
        Stores.flip(file, random.nextLong(Math.max(1, Files.size(file))));
        assertThat(verify(store)).as(file.toString()).isEmpty();
        assertHolds(store, expected);
        Path without = copied();
        Files.delete(without.resolve(shared.resolve("store").relativize(original)));
        assertHolds(without, expected);
      }
    }
  }

  private static void assertHolds(Path store, Map<String, RichStores.Content> expected) {
    try (Kernel kernel = RichStores.open(store)) {
      assertThat(RichStores.contents(kernel)).isEqualTo(expected);
    }
  }

  private static List<String> verify(Path store) {
    return Verification.of(store, Environment.system(), ProgressListener.NONE);
  }
}
