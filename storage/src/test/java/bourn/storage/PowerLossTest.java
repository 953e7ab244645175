package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.AppendRequest;
import bourn.kernel.DamageException;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loses power at any moment: nothing that was synced is lost, what is lost is a suffix, and no such
 * state is refused.
 *
 * <p>Ten thousand cases take some minutes: {@code mvn -pl storage -am test -Dtest=PowerLossTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dtest.jvm=-Dbourn.powerloss.cases=10000}.
 */
@Timeout(60)
final class PowerLossTest {

  private static final int CASES = Integer.getInteger("bourn.powerloss.cases", 200);
  private static final LogOptions TINY = new LogOptions(8 << 10, 32 << 10, 2);
  private static final int STREAMS = 3;

  @TempDir Path folder;

  static LongStream logs() {
    return LongStream.range(0, CASES);
  }

  static LongStream kernels() {
    return LongStream.range(0, CASES / 10);
  }

  private static String commit(SplittableRandom random, long number) {
    int length = random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(600);
    return number + ":" + "x".repeat(length);
  }

  private static ByteBuffer bytes(String commit) {
    return ByteBuffer.wrap(commit.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> append(FileCommitLog log, SplittableRandom random, int count) {
    List<String> commits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String commit = commit(random, log.last() + 1);
      log.append(bytes(commit));
      commits.add(commit);
    }
    return commits;
  }

  private static List<String> replay(FileCommitLog log, long after) {
    List<String> commits = new ArrayList<>();
    log.replay(
        after, (number, commit) -> commits.add(StandardCharsets.UTF_8.decode(commit).toString()));
    return commits;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("logs")
  void theLog_keepsWhatWasSynced_andLosesASuffix(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Path home = folder.resolve("log");
    Path struck = folder.resolve("struck");
    Folders.create(home);
    List<String> commits = new ArrayList<>();
    long released = 0;
    long synced;
    try (FileCommitLog log = FileCommitLog.create(home, Environment.system(), TINY)) {
      for (int round = random.nextInt(4); round > 0; round--) {
        commits.addAll(append(log, random, random.nextInt(40)));
        log.sync();
        if (random.nextBoolean()) {
          released = log.last();
          log.release(released);
        }
      }
      commits.addAll(append(log, random, 1 + random.nextInt(20)));
      synced = log.sync();
      PowerLoss loss = PowerLoss.after(home);
      commits.addAll(append(log, random, random.nextInt(60)));
      loss.strike(home, struck, random);
    }
    long after = released;
    List<String> expected = commits.subList((int) after, commits.size());
    int kept;
    try (FileCommitLog log =
        FileCommitLog.open(struck, Environment.system(), TINY, LastStop.POWER, released)) {
      List<String> found = replay(log, after);
      kept = found.size();
      assertThat(after + kept).isGreaterThanOrEqualTo(synced);
      assertThat(found).isEqualTo(expected.subList(0, kept));
      log.append(bytes("after"));
    }
    try (FileCommitLog log =
        FileCommitLog.open(struck, Environment.system(), TINY, LastStop.PROCESS, released)) {
      assertThat(replay(log, after)).hasSize(kept + 1).endsWith("after");
    }
  }

  /** The other way round: a sector lost that was synced, which no loss of power explains. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("kernels")
  void aSyncedSectorLost_isRefused(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Path home = folder.resolve("log");
    Folders.create(home);
    try (FileCommitLog log = FileCommitLog.create(home, Environment.system(), TINY)) {
      for (int i = 0; i < 20; i++) {
        log.append(bytes("x".repeat(100)));
      }
      log.sync();
      append(log, random, 3);
    }
    Path first =
        Folders.list(home).stream().filter(LogSegment::isSegment).findFirst().orElseThrow();
    byte[] bytes = Files.readAllBytes(first);
    int sector = 512 * (1 + random.nextInt(4));
    Arrays.fill(bytes, sector, sector + 512, (byte) 0);
    Files.write(first, bytes);

    assertThatThrownBy(
            () -> FileCommitLog.open(home, Environment.system(), TINY, LastStop.POWER, 0))
        .isInstanceOf(DamageException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("kernels")
  void aKernel_losesASuffixOfItsOneOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Path store = folder.resolve("store");
    Path struck = folder.resolve("struck");
    long next = 0;
    long durable;
    try (Kernel kernel = Stores.open(store)) {
      next = append(kernel, random, next, 100);
    }
    try (Kernel kernel = Stores.open(store)) {
      next = append(kernel, random, next, random.nextInt(150));
      append(kernel, next, true);
      durable = ++next;
      PowerLoss loss = PowerLoss.after(store.resolve("log"));
      next = append(kernel, random, next, random.nextInt(150));
      loss.strike(store.resolve("log"), struck.resolve("log"), random);
      Stores.copyLiving(store.resolve("state"), struck.resolve("state"));
      Folders.copy(store.resolve("FORMAT"), struck.resolve("FORMAT"));
    }
    try (Kernel kernel = Stores.open(struck)) {
      TreeSet<Long> found = new TreeSet<>();
      for (StreamDescriptor descriptor : kernel.streams()) {
        found.addAll(numbers(kernel.find(descriptor.name()).orElseThrow()));
      }
      assertThat(found.size()).isBetween((int) durable, (int) next);
      assertThat(found.getLast()).isEqualTo(found.size() - 1L);
    }
  }

  private static long append(Kernel kernel, SplittableRandom random, long from, int count) {
    for (long number = from; number < from + count; number++) {
      append(kernel, number, random.nextInt(50) == 0 && from == 0);
    }
    return from + count;
  }

  private static void append(Kernel kernel, long number, boolean durable) {
    EventStream stream = Stores.stream(kernel, "stream-" + number / 80 % STREAMS);
    AppendRequest request =
        AppendRequest.of(Value.list(number, "y".repeat((int) (number * 37 % 900))));
    stream.append(durable ? request.durable() : request).orThrow();
  }

  private static List<Long> numbers(EventStream stream) {
    List<Long> numbers = new ArrayList<>();
    try (Reader reader = stream.bound().read()) {
      while (reader.next() == Step.EVENT) {
        Value.Items event = (Value.Items) reader.value();
        numbers.add(((Value.Int) event.items().getFirst()).value());
      }
    }
    assertThat((long) numbers.size()).isEqualTo(stream.extent().tail());
    return numbers;
  }
}
