package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loses power at any moment of a real process, with all that it and RocksDB did to the disk: bytes,
 * names and sizes that were not synced are there, not there, or there in part. No such state is
 * refused, nothing acknowledged as durable is lost, and what is lost is a suffix.
 *
 * <p>Needs Linux and a C compiler, {@code cc}, and is skipped without; {@link PowerLossTest} does
 * the same to the log alone, everywhere. {@code stress/run-power-loss} makes ten thousand states.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
final class JournaledPowerLossTest {

  private static final int STATES = Integer.getInteger("bourn.powerloss.states", 60);
  private static final int STATES_A_JOURNAL = 500;
  private static final int ROUNDS = 12;
  private static final Logger LOG = Logger.getLogger(JournaledPowerLossTest.class.getName());

  @TempDir Path folder;

  @Test
  void anyLossOfPower_losesASuffixOfWhatWasNotSynced() throws Exception {
    Path library = folder.resolve("journal.so");
    assumeTrue(DiskJournal.compile(library), DiskJournal.NEEDS);
    int passed = 0;
    for (long seed = 0; passed < STATES; seed++) {
      Path journal = record(library, seed);
      passed += replay(journal, seed, Math.min(STATES - passed, STATES_A_JOURNAL));
      LOG.info(passed + " states passed");
    }
  }

  private Path record(Path library, long seed) throws Exception {
    Path root = Files.createDirectories(folder.resolve("disk-" + seed));
    Path journal = folder.resolve("journal-" + seed);
    Process process =
        Children.start(
            List.of(
                "env", "LD_PRELOAD=" + library, "JOURNAL_ROOT=" + root, "JOURNAL_FILE=" + journal),
            PowerLossWorkload.class,
            root.toString(),
            Long.toString(seed),
            Integer.toString(ROUNDS));
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    return journal;
  }

  private int replay(Path journal, long seed, int states) throws IOException {
    List<DiskJournal.Entry> entries = DiskJournal.read(journal);
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> cuts = cuts(entries, random, states);
    Path root = entries.getFirst().path();
    Path store = root.resolve(PowerLossWorkload.STORE);
    JournaledDisk disk = new JournaledDisk(root, Set.of(root, store, store.resolve("log")));
    long acknowledged = -1;
    int taken = 0;
    for (int cut : cuts) {
      for (; taken < cut; taken++) {
        DiskJournal.Entry entry = entries.get(taken);
        disk.take(entry);
        if (entry.operation() == DiskJournal.Operation.WRITE && entry.a() == inode(entries)) {
          acknowledged = ByteBuffer.wrap(entry.one()).getLong();
        }
      }
      check(disk, random.split(), acknowledged, journal, cut);
    }
    return states;
  }

  /** Returns moments in order, half of them right behind a change of names: they are few. */
  private static List<Integer> cuts(
      List<DiskJournal.Entry> entries, SplittableRandom random, int count) {
    int[] renamings =
        IntStream.range(0, entries.size()).filter(i -> entries.get(i).renames()).toArray();
    return IntStream.range(0, count)
        .map(
            i ->
                i % 2 == 0
                    ? renamings[random.nextInt(renamings.length)] + 1
                    : random.nextInt(entries.size() + 1))
        .sorted()
        .boxed()
        .toList();
  }

  /** Returns the inode of the file of what is acknowledged, which is made first. */
  private static long inode(List<DiskJournal.Entry> entries) {
    return entries.get(1).a();
  }

  /**
   * Opens what {@code disk} may have left. The run of the operating system that LOCK names is over
   * then; here it is not, so LOCK goes.
   */
  private void check(
      JournaledDisk disk, SplittableRandom random, long acknowledged, Path journal, int cut)
      throws IOException {
    Path struck = folder.resolve("struck");
    Folders.delete(struck);
    disk.strike(struck, random);
    Files.deleteIfExists(struck.resolve(PowerLossWorkload.STORE).resolve("LOCK"));
    Path asLeft = folder.resolve("as-left");
    Folders.delete(asLeft);
    Stores.copy(struck, asLeft);
    try {
      long found = recover(struck.resolve(PowerLossWorkload.STORE));
      assertThat(found).isGreaterThanOrEqualTo(Math.max(0, acknowledged));
    } catch (RuntimeException | AssertionError e) {
      Path kept = Files.createTempDirectory("power-loss");
      Files.copy(journal, kept.resolve("journal"), StandardCopyOption.REPLACE_EXISTING);
      Stores.copy(asLeft, kept.resolve("struck"));
      throw new AssertionError(
          "after entry " + cut + " of " + kept.resolve("journal") + ", left in " + kept, e);
    }
  }

  /** Opens what is left, twice, and returns how many events are there. */
  private static long recover(Path store) {
    long found;
    try (Kernel kernel = PowerLossWorkload.open(store)) {
      found = count(kernel);
      Stores.stream(kernel, "after").append(AppendRequest.of(Value.of(1)).durable()).orThrow();
    }
    try (Kernel kernel = PowerLossWorkload.open(store)) {
      assertThat(count(kernel)).isEqualTo(found);
      assertThat(Stores.stream(kernel, "after").extent().tail()).isEqualTo(1);
    }
    return found;
  }

  /** Returns how many events are there, which are the first of the one order of commits. */
  private static long count(Kernel kernel) {
    TreeSet<Long> numbers = new TreeSet<>();
    for (StreamDescriptor descriptor : kernel.streams()) {
      if (!descriptor.name().text().equals("after")) {
        read(kernel.find(descriptor.name()).orElseThrow(), numbers);
      }
    }
    assertThat(numbers.isEmpty() ? -1 : numbers.getLast()).isEqualTo(numbers.size() - 1L);
    return numbers.size();
  }

  private static void read(EventStream stream, Set<Long> numbers) {
    long read = 0;
    try (Reader reader = stream.bound().read()) {
      while (reader.next() == Step.EVENT) {
        Value.Items event = (Value.Items) reader.value();
        long number = ((Value.Int) event.items().getFirst()).value();
        assertThat(event).isEqualTo(PowerLossWorkload.event(number));
        numbers.add(number);
        read++;
      }
    }
    assertThat(read).as(stream.toString()).isEqualTo(stream.extent().tail());
  }
}
