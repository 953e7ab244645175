package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every commit log promises. Each implementation extends this class and supplies a log. */
public abstract class CommitLogContract {

  /** A commit and the number it was given. */
  public record Numbered(long number, String commit) {}

  /** Returns a new and empty log. */
  protected abstract CommitLog open();

  /** Opens again the log of {@link #open} after it was closed. */
  protected abstract CommitLog reopen();

  static LongStream seeds() {
    return Seeds.usually(8);
  }

  protected static ByteBuffer bytes(String text) {
    return java.nio.charset.StandardCharsets.UTF_8.encode(text);
  }

  protected static List<Numbered> replay(CommitLog log, long after) {
    List<Numbered> commits = new ArrayList<>();
    log.replay(
        after,
        (number, commit) ->
            commits.add(
                new Numbered(
                    number, java.nio.charset.StandardCharsets.UTF_8.decode(commit).toString())));
    return commits;
  }

  @Test
  void aNewLog_isEmpty() {
    try (CommitLog log = open()) {
      assertThat(log.last()).isZero();
      assertThat(log.synced()).isZero();
      assertThat(log.sync()).isZero();
      assertThat(replay(log, 0)).isEmpty();
    }
  }

  @Test
  void append_joinsItsBuffersAndLeavesThemAlone() {
    try (CommitLog log = open()) {
      ByteBuffer one = bytes("one ").asReadOnlyBuffer();
      ByteBuffer two = bytes("x two x").position(2).limit(5);

      long number = log.append(one, two);

      assertThat(replay(log, 0)).containsExactly(new Numbered(number, "one two"));
      assertThat(log.append(one, two)).isGreaterThan(number);
      assertThat(replay(log, number)).hasSize(1);
      assertThat(replay(log, number).getFirst().commit()).isEqualTo("one two");
    }
  }

  @Test
  void append_ofNothing_isACommit() {
    try (CommitLog log = open()) {
      long number = log.append();
      assertThat(replay(log, 0)).containsExactly(new Numbered(number, ""));
    }
  }

  @Test
  void sync_coversEverythingBefore() {
    try (CommitLog log = open()) {
      long number = log.append(bytes("a"));
      assertThat(log.synced()).isLessThan(number);
      assertThat(log.sync()).isEqualTo(number);
      assertThat(log.synced()).isEqualTo(number);
    }
  }

  @Test
  void release_keepsWhatIsAfterIt() {
    try (CommitLog log = open()) {
      List<Numbered> commits = appendSome(log, new SplittableRandom(1), 200);
      log.sync();
      long until = commits.get(150).number();

      log.release(until);

      assertThat(replay(log, until)).isEqualTo(commits.subList(151, 200));
    }
    try (CommitLog log = reopen()) {
      assertThat(log.append(bytes("more"))).isGreaterThan(200);
    }
  }

  @Test
  void release_beyondTheLast_keepsNumbersGrowing() {
    try (CommitLog log = open()) {
      log.append(bytes("a"));
      log.release(1_000);
      assertThat(log.last()).isEqualTo(1_000);
      assertThat(replay(log, 1_000)).isEmpty();
      assertThat(log.append(bytes("b"))).isGreaterThan(1_000);
      log.sync();
    }
    try (CommitLog log = reopen()) {
      assertThat(replay(log, 1_000)).hasSize(1);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatWasAppended_isReplayedAfterReopening(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Numbered> commits = new ArrayList<>();
    try (CommitLog log = open()) {
      commits.addAll(appendSome(log, random, 100));
    }
    for (int time = 0; time < 4; time++) {
      try (CommitLog log = reopen()) {
        assertThat(replay(log, 0)).isEqualTo(commits);
        long after = commits.get(random.nextInt(commits.size())).number();
        assertThat(replay(log, after))
            .isEqualTo(commits.stream().filter(commit -> commit.number() > after).toList());
        commits.addAll(appendSome(log, random, 30));
        assertThat(replay(log, 0)).isEqualTo(commits);
      }
    }
  }

  protected static List<Numbered> appendSome(CommitLog log, SplittableRandom random, int count) {
    List<Numbered> commits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = random.nextInt(20) == 0 ? random.nextInt(60_000) : random.nextInt(300);
      String commit = (i + ":").repeat(length / 3 + 1);
      commits.add(new Numbered(log.append(bytes(commit)), commit));
      if (random.nextInt(10) == 0) {
        log.sync();
      }
    }
    return commits;
  }
}
