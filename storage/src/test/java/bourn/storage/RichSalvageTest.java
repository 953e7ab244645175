package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.Append;
import bourn.kernel.Bound;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Lease;
import bourn.kernel.ProgressListener;
import bourn.kernel.SalvageReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Salvages stores with everything in them that streams can have. */
@Timeout(120)
final class RichSalvageTest {

  /** More of them with -Dbourn.salvage.cases=. */
  private static final int CASES = Integer.getInteger("bourn.salvage.cases", 30);

  @TempDir static Path shared;

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.range(0, CASES);
  }

  @BeforeAll
  static void make() {
    RichStores.make(shared.resolve("store"));
  }

  private Path old() {
    return folder.resolve("old");
  }

  private Path recovered() {
    return folder.resolve("recovered");
  }

  private SalvageReport salvage() {
    return Salvage.run(old(), recovered(), Environment.system(), ProgressListener.NONE);
  }

  private Map<String, RichStores.Content> copied() {
    Stores.copy(shared.resolve("store"), old());
    Map<String, RichStores.Content> contents = RichStores.contents(old());
    assertThat(contents)
        .containsOnlyKeys("orders", "fork", "deep", "orphan", "trimmed", "table", "after");
    return contents;
  }

  private Map<String, RichStores.Content> recoveredContents() {
    Map<String, RichStores.Content> contents = RichStores.contents(recovered());
    contents.remove(Salvage.REPORTS.name().text());
    return contents;
  }

  private void assertKnowsItsProducer() {
    try (Kernel kernel = RichStores.open(recovered())) {
      EventStream orders = Stores.stream(kernel, "orders");
      assertThat(RichStores.sentAgain(orders)).isEqualTo(new Append.Duplicate(171, 171));
    }
  }

  @Test
  void ofAWholeStore_keepsEverything() {
    Map<String, RichStores.Content> before = copied();

    assertThat(salvage().isWhole()).isTrue();
    assertThat(recoveredContents()).isEqualTo(before);
    assertKnowsItsProducer();
  }

  /**
   * Records are found in the files of the state one by one then, old versions among them. What was
   * deleted comes back as far as it is there: nothing says any more that it was not lost.
   */
  @Test
  void theManifestGone_keepsEverything() throws IOException {
    Map<String, RichStores.Content> before = copied();
    Files.delete(old().resolve("state").resolve("CURRENT"));

    SalvageReport report = salvage();
    assertThat(report.lostCommits()).isEmpty();
    assertThat(report.streams())
        .filteredOn(stream -> before.containsKey(stream.descriptor().name().text()))
        .hasSize(before.size())
        .allMatch(stream -> stream.lost().isEmpty());
    Map<String, RichStores.Content> after = recoveredContents();
    before.forEach((name, content) -> assertKept(name, content, after.get(name)));
    assertKnowsItsProducer();
  }

  /** What compaction and trimming took may come back, as the files that have it are still there. */
  private static void assertKept(String name, RichStores.Content before, RichStores.Content after) {
    assertThat(after.tail()).as(name).isEqualTo(before.tail());
    assertThat(after.earliest()).as(name).isEqualTo(before.earliest());
    assertThat(after.sealed()).as(name).isEqualTo(before.sealed());
    assertThat(after.isFork()).as(name).isEqualTo(before.isFork());
    assertThat(after.settings()).as(name).isEqualTo(before.settings());
    assertThat(after.leases()).as(name).isEqualTo(before.leases());
    assertThat(after.events()).as(name).containsAllEntriesOf(before.events());
    RichStores.assertNothingFalse(name, after.events());
  }

  /** Whatever is damaged, nothing false comes out, and what is lost is what the report says. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyDamage_takesWhatTheReportSays_andNothingFalseComes(long seed) throws IOException {
    Map<String, RichStores.Content> before = copied();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      SalvageTest.damage(old(), random);
    }

    SalvageReport report = salvage();
    Map<String, RichStores.Content> after = recoveredContents();
    for (SalvageReport.Stream stream : report.streams()) {
      String name = stream.descriptor().name().text();
      if (before.containsKey(name)) {
        assertConsistent(name, stream, before.get(name), after.get(name));
      }
    }
  }

  private static void assertConsistent(
      String name,
      SalvageReport.Stream report,
      RichStores.Content before,
      RichStores.Content after) {
    RichStores.assertNothingFalse(name, after.events());
    assertThat(after.tail()).as(name).isEqualTo(report.tail());
    for (Bound lost : report.lost()) {
      assertThat(after.events().keySet()).noneMatch(lost::contains);
    }
    for (long offset : before.events().keySet()) {
      boolean own = offset >= after.earliest() && offset < after.tail() && !after.isFork();
      if (own && report.lost().stream().noneMatch(lost -> lost.contains(offset))) {
        assertThat(after.events()).as(name + " " + offset).containsKey(offset);
      }
    }
    for (Lease lease : after.leases()) {
      assertNotBeyond(lease, before);
    }
  }

  private static void assertNotBeyond(Lease lease, RichStores.Content before) {
    Optional<Lease> known =
        before.leases().stream()
            .filter(other -> other.consumer().equals(lease.consumer()))
            .findFirst();
    assertThat(known).isPresent();
    assertThat(lease.generation()).isLessThanOrEqualTo(known.get().generation());
    assertThat(lease.position()).isLessThanOrEqualTo(known.get().position());
  }
}
