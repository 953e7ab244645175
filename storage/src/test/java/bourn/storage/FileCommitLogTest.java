package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.CommitLog;
import bourn.kernel.CommitLogContract;
import bourn.kernel.DamageException;
import bourn.kernel.Environment;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commit log in files, and what it makes of files that are torn or damaged. */
final class FileCommitLogTest extends CommitLogContract {

  private static final LogOptions SMALL = new LogOptions(16 << 10, 64 << 10, 2);

  @TempDir Path folder;

  private Path log() {
    return folder.resolve("log");
  }

  @Override
  protected CommitLog open() {
    Folders.create(log());
    return FileCommitLog.create(log(), Environment.system(), SMALL);
  }

  @Override
  protected CommitLog reopen() {
    return reopen(LastStop.PROCESS);
  }

  private FileCommitLog reopen(LastStop lastStop) {
    return reopen(lastStop, 0);
  }

  private FileCommitLog reopen(LastStop lastStop, long applied) {
    return FileCommitLog.open(log(), Environment.system(), SMALL, lastStop, applied);
  }

  /** Leaves in the folder what a killed process would: {@code log} is not closed. */
  private List<Path> segments() {
    return Folders.list(log()).stream().filter(LogSegment::isSegment).toList();
  }

  /** Waits until the next segment is made, if the last holds enough for that to have begun. */
  private void awaitNext() {
    Path last = segments().getLast();
    while (LogEnd.of(last, 0, 0).position() > mostWithoutNext(LogSegment.header(last).size())) {
      last = segments().getLast();
    }
  }

  private static long mostWithoutNext(long segmentBytes) {
    return segmentBytes < SMALL.segmentBytes() ? SegmentHeader.BYTES : segmentBytes / 8;
  }

  /** Copies the folder as it is now, as a process that is killed now would leave it. */
  private void kill() {
    awaitNext();
    try {
      Path copy = folder.resolve("copy");
      Folders.create(copy);
      for (Path file : Folders.list(log())) {
        Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(log(), folder.resolve("old" + System.nanoTime()));
      Files.move(copy, log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void overwrite(Path file, long at, byte... bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), at);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 0x10)).flip();
      channel.write(one, at);
    }
  }

  /** Frames of 8 bytes of payload lie 48 bytes apart. */
  private static long position(int frame) {
    return SegmentHeader.BYTES + 48L * frame;
  }

  private static List<Numbered> appendEights(CommitLog log, int count) {
    List<Numbered> commits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String commit = String.format("%08d", i);
      commits.add(new Numbered(log.append(bytes(commit)), commit));
    }
    return commits;
  }

  @Test
  void aKilledProcess_losesNothing() {
    CommitLog log = open();
    List<Numbered> commits = appendSome(log, new SplittableRandom(3), 200);
    kill();

    try (CommitLog reopened = reopen()) {
      assertThat(replay(reopened, 0)).isEqualTo(commits);
    }
    log.close();
  }

  @Test
  void aTornTail_isCutOffAndWrittenOver() throws IOException {
    CommitLog log = open();
    List<Numbered> commits = appendEights(log, 10);
    kill();
    flip(segments().getFirst(), position(9) + 44);

    try (CommitLog reopened = reopen()) {
      assertThat(replay(reopened, 0)).isEqualTo(commits.subList(0, 9));
      assertThat(reopened.append(bytes("new"))).isEqualTo(commits.get(9).number());
    }
    try (CommitLog reopened = reopen()) {
      assertThat(replay(reopened, 8)).extracting(Numbered::commit).startsWith("00000008", "new");
    }
    log.close();
  }

  @Test
  void aBitFlippedInTheMiddle_isRefusedNamingTheFile() throws IOException {
    try (CommitLog log = open()) {
      appendEights(log, 10);
      log.sync();
    }
    flip(segments().getFirst(), position(4) + 44);

    for (LastStop lastStop : LastStop.values()) {
      assertThatThrownBy(() -> reopen(lastStop))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("damaged at position " + position(4))
          .hasMessageContaining(segments().getFirst().toString())
          .hasMessageContaining("after frame 4");
    }
  }

  @Test
  void aBitFlippedInTheLastSyncedFrame_isRefusedWhenTheLogWasClosed() throws IOException {
    try (CommitLog log = open()) {
      appendEights(log, 10);
      log.sync();
    }
    flip(segments().getFirst(), position(9) + 44);

    assertThatThrownBy(() -> reopen(LastStop.POWER)).isInstanceOf(StorageException.class);
  }

  @Test
  void afterAPowerLoss_aHoleInWhatWasNotSynced_isCutOff() throws IOException {
    CommitLog log = open();
    List<Numbered> commits = new ArrayList<>(appendEights(log, 5));
    log.sync();
    appendEights(log, 5);
    kill();
    overwrite(segments().getFirst(), position(6), new byte[48]);

    assertThatThrownBy(() -> reopen(LastStop.PROCESS)).isInstanceOf(StorageException.class);
    try (CommitLog reopened = reopen(LastStop.POWER)) {
      assertThat(replay(reopened, 0)).hasSize(6).startsWith(commits.toArray(Numbered[]::new));
      appendEights(reopened, 1);
    }
    try (CommitLog reopened = reopen(LastStop.PROCESS)) {
      assertThat(replay(reopened, 0)).hasSize(7);
    }
    log.close();
  }

  /**
   * Leaves a log whose first frame is lost, and those behind it say that all before it were synced;
   * segments with these are released. Returns the number of the frame that is lost.
   *
   * @param frames behind the first of the newest segment
   */
  private long loseFirstFrame(int frames) throws IOException {
    CommitLog log = open();
    log.append(bytes("x".repeat(15_000)));
    log.sync();
    long lost = log.append(bytes("x".repeat(8_000)));
    appendEights(log, frames);
    log.release(lost - 1);
    kill();
    assertThat(segments().getFirst().toString()).endsWith("02.log");
    overwrite(segments().getFirst(), SegmentHeader.BYTES, new byte[FrameHeader.BYTES]);
    log.close();
    return lost;
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 2_500})
  void afterAPowerLoss_theFirstFrameLost_isCutOffIfTheFoldHasAllThatWasSynced(int frames)
      throws IOException {
    long lost = loseFirstFrame(frames);

    assertThatThrownBy(() -> reopen(LastStop.PROCESS, lost - 1))
        .isInstanceOf(DamageException.class);
    try (CommitLog reopened = reopen(LastStop.POWER, lost - 1)) {
      assertThat(replay(reopened, lost - 1)).isEmpty();
      reopened.release(lost - 1);
      assertThat(reopened.append(bytes("again"))).isEqualTo(lost);
      reopened.sync();
    }
    try (CommitLog reopened = reopen(LastStop.PROCESS, lost - 1)) {
      assertThat(replay(reopened, lost - 1)).containsExactly(new Numbered(lost, "again"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 2_500})
  void afterAPowerLoss_theFirstFrameLost_isRefusedIfTheFoldLacksOneThatWasSynced(int frames)
      throws IOException {
    long lost = loseFirstFrame(frames);

    assertThatThrownBy(() -> reopen(LastStop.POWER, lost - 2))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("frames up to " + (lost - 1) + " were durable");
  }

  /** The fold has it, but large chunks of it are in the log only. */
  @Test
  void afterAPowerLoss_aSyncedFirstFrameLost_isRefusedAlsoIfTheFoldHasIt() throws IOException {
    CommitLog log = open();
    appendEights(log, 5);
    log.sync();
    appendEights(log, 5);
    kill();
    overwrite(segments().getFirst(), SegmentHeader.BYTES, new byte[5 * 48]);
    log.close();

    assertThatThrownBy(() -> reopen(LastStop.POWER, 5))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("frames up to 5 were durable");
  }

  @Test
  void aSegmentThatIsMissing_isRefused() throws IOException {
    try (CommitLog log = open()) {
      appendSome(log, new SplittableRandom(5), 400);
    }
    assertThat(segments()).hasSizeGreaterThan(3);
    Files.delete(segments().get(1));

    assertThatThrownBy(this::reopen)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("segment 2");
  }

  @Test
  void aDamagedSegmentHeader_isRefused() throws IOException {
    open().close();
    flip(segments().getFirst(), 20);

    assertThatThrownBy(this::reopen)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(segments().getFirst().toString());
  }

  @Test
  void releasedSegments_areUsedAgain() {
    try (CommitLog log = open()) {
      for (int round = 0; round < 20; round++) {
        appendSome(log, new SplittableRandom(round), 50);
        log.sync();
        log.release(log.last());
      }
      assertThat(Folders.list(log())).hasSizeLessThan(6);
    }
    try (CommitLog log = reopen()) {
      assertThat(log.last()).isGreaterThanOrEqualTo(1_000);
    }
  }

  /** It takes long when there is much to let go of, and commits are to be durable meanwhile. */
  @Test
  void aSyncWhileSegmentsAreReleased_doesNotWaitForThem() {
    try (CommitLog log = open()) {
      appendLarge(log, 40);
      log.sync();
      AtomicInteger released = new AtomicInteger();
      log.release(
          log.last(),
          part -> {
            released.incrementAndGet();
            assertThat(CompletableFuture.supplyAsync(log::sync))
                .succeedsWithin(Duration.ofSeconds(30));
            return part % 2 == 0;
          });
      assertThat(released).hasValueGreaterThan(3);
    }
  }

  private record Place(long address, String commit) {}

  private static List<Place> appendLarge(CommitLog log, int count) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String commit = (char) ('a' + i % 26) + "x".repeat(20_000);
      log.append(bytes(commit));
      places.add(new Place(log.address(), commit));
    }
    return places;
  }

  private static String read(CommitLog log, Place place) {
    return StandardCharsets.UTF_8
        .decode(log.read(place.address(), place.commit().length()).asByteBuffer())
        .toString();
  }

  @Test
  void commits_canBeReadAgainWhereTheyLie() {
    List<Place> places;
    try (CommitLog log = open()) {
      places = appendLarge(log, 40);
      assertThat(places)
          .allSatisfy(place -> assertThat(read(log, place)).isEqualTo(place.commit()));
    }
    try (CommitLog log = reopen()) {
      List<Long> visited = new ArrayList<>();
      log.replay(0, (number, commit) -> visited.add(log.address()));
      assertThat(visited).isEqualTo(places.stream().map(Place::address).toList());
      assertThat(places)
          .allSatisfy(place -> assertThat(read(log, place)).isEqualTo(place.commit()));
    }
  }

  @Test
  void keptParts_areReadAfterTheirRelease_andGoWhenNothingKeepsThem() {
    List<Place> places;
    try (CommitLog log = open()) {
      places = appendLarge(log, 40);
      log.sync();
      log.release(log.last(), part -> true);
      assertThat(segments()).hasSizeLessThan(3);
      assertThat(places)
          .allSatisfy(place -> assertThat(read(log, place)).isEqualTo(place.commit()));
      appendLarge(log, 40);
    }
    try (CommitLog log = reopen()) {
      assertThat(places)
          .allSatisfy(place -> assertThat(read(log, place)).isEqualTo(place.commit()));
      long first = CommitLog.part(places.getFirst().address());
      log.sync();

      MemorySegment held = log.read(places.get(4).address(), 20_001);
      log.release(log.last(), part -> part == first);

      assertThat(read(log, places.getFirst())).isEqualTo(places.getFirst().commit());
      assertThat(Folders.list(log()).stream().filter(LogSegment::isKept)).hasSize(1);
      assertThatThrownBy(() -> read(log, places.get(4)))
          .isInstanceOf(DamageException.class)
          .hasMessageContaining(".kept");
      appendLarge(log, 40);
      assertThat(StandardCharsets.UTF_8.decode(held.asByteBuffer()).toString())
          .isEqualTo(places.get(4).commit());
    }
  }

  @Test
  void aFileThatWasRead_isNotUsedAgain() {
    try (CommitLog log = open()) {
      List<Place> places = appendLarge(log, 40);
      List<MemorySegment> held =
          places.stream().map(place -> log.read(place.address(), 20_001)).toList();
      log.sync();
      log.release(log.last());
      appendLarge(log, 60);

      for (int i = 0; i < held.size(); i++) {
        assertThat(held.get(i).get(ValueLayout.JAVA_BYTE, 0))
            .isEqualTo((byte) places.get(i).commit().charAt(0));
      }
    }
  }

  @Test
  void smallAndLargeCommits_beyondWhatIsFilled_areThere() {
    List<Numbered> commits = new ArrayList<>();
    LogOptions large = new LogOptions(16 << 20, 16 << 20, 2);
    Folders.create(log());
    try (CommitLog log = FileCommitLog.create(log(), Environment.system(), large)) {
      SplittableRandom random = new SplittableRandom(11);
      for (int i = 0; i < 900; i++) {
        String commit = i + "x".repeat(random.nextInt(random.nextInt(8) == 0 ? 90_000 : 900));
        commits.add(new Numbered(log.append(bytes(commit)), commit));
      }
    }
    try (CommitLog log = reopen()) {
      assertThat(replay(log, 0)).isEqualTo(commits);
    }
  }

  @Test
  void theSegmentAfterASmallOne_isMadeWithTheFirstAppend() {
    try (CommitLog log = open()) {
      log.append(bytes("a"));
    }
    assertThat(segments()).hasSize(2);
  }

  /** Has the segment 2 of {@code log} fail to be made ahead, and then gives room for it. */
  private List<Numbered> failToMakeAhead(CommitLog log, List<Thread> threads) throws Exception {
    Path inTheWay = log().resolve("000000000002.new");
    Files.createDirectories(inTheWay.resolve("full"));
    List<Numbered> commits = appendEights(log, 1);
    threads.getLast().join();
    Folders.delete(inTheWay);
    return commits;
  }

  private CommitLog openNoting(List<Thread> threads) {
    Environment system = Environment.system();
    Folders.create(log());
    return FileCommitLog.create(
        log(),
        new Environment(
            system.clock(),
            system.random(),
            task -> {
              Thread thread = system.threads().newThread(task);
              threads.add(thread);
              return thread;
            },
            system.memory()),
        SMALL);
  }

  @Test
  void aSegmentThatCouldNotBeMadeAhead_isMadeWhenItIsNeeded() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Numbered> commits;
    try (CommitLog log = openNoting(threads)) {
      commits = failToMakeAhead(log, threads);
      commits.addAll(appendEights(log, 2_500));
      assertThat(segments()).hasSizeGreaterThan(2);
    }
    try (CommitLog log = reopen()) {
      assertThat(replay(log, 0)).isEqualTo(commits);
    }
  }

  @Test
  void aSegmentThatCouldNotBeMadeAhead_isNoFailureOfClosing() throws Exception {
    List<Thread> threads = new ArrayList<>();
    CommitLog log = openNoting(threads);
    List<Numbered> commits = failToMakeAhead(log, threads);
    log.close();

    try (CommitLog reopened = reopen()) {
      assertThat(replay(reopened, 0)).isEqualTo(commits);
    }
  }

  @Test
  void aPartThatCouldNotBeKept_leavesNothingOpenAfterClosing() throws IOException {
    CommitLog log = open();
    appendLarge(log, 40);
    log.sync();
    Files.createDirectories(LogSegment.kept(log(), 1).resolve("in the way"));
    assertThatThrownBy(() -> log.release(log.last(), part -> true))
        .isInstanceOf(StorageException.class);

    log.close();

    assertThat(LogSegmentTest.open(folder)).isEmpty();
  }

  @Test
  void aCommitLargerThanASegment_hasASegmentOfItsOwn() {
    String large = "x".repeat(300_000);
    try (CommitLog log = open()) {
      log.append(bytes("a"));
      log.append(bytes(large));
      log.append(bytes("b"));
    }
    try (CommitLog log = reopen()) {
      assertThat(replay(log, 0)).extracting(Numbered::commit).containsExactly("a", large, "b");
    }
  }

  @Test
  void anInterruptedCaller_doesNoHarm() {
    List<Numbered> commits = new ArrayList<>();
    String large = "x".repeat(40_000);
    try (CommitLog log = open()) {
      for (int i = 0; i < 10; i++) {
        Thread.currentThread().interrupt();
        commits.add(new Numbered(log.append(bytes(large + i)), large + i));
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(replay(log, 0)).isEqualTo(commits);
    }
  }

  @Test
  void aSegmentThatCouldNotBeMadeAhead_isNotMissedAtTheEnd() throws Exception {
    CommitLog log = open();
    Files.move(log(), folder.resolve("elsewhere"));
    log.append(bytes("a"));
    Thread.sleep(200);
    Files.createDirectory(log());
    Files.createFile(log().resolve("000000000002.log"));
    log.close();
  }

  /** Wherever the last frame is cut off, all before it is there and nothing else. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aCutAtAnyByteOfTheLastFrame_losesThatFrameOnly(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    CommitLog log = open();
    List<Numbered> commits = appendEights(log, 20);
    kill();
    int kept = random.nextInt(48);
    overwrite(segments().getFirst(), position(19) + kept, new byte[48 - kept]);

    try (CommitLog reopened = reopen(random.nextBoolean() ? LastStop.POWER : LastStop.PROCESS)) {
      assertThat(replay(reopened, 0)).isEqualTo(commits.subList(0, 19));
    }
    log.close();
  }
}
