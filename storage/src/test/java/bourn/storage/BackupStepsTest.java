package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.AppendRequest;
import bourn.kernel.BusyKernels;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import bourn.kernel.ProgressListener;
import bourn.kernel.StorageException;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backs up a store that moves on while it is backed up, at every step of that. */
@Timeout(240)
final class BackupStepsTest {

  private static final long SEGMENT_BYTES = 208 << 10;
  private static final LogOptions OPTIONS = new LogOptions(SEGMENT_BYTES, SEGMENT_BYTES, 8);
  private static final String SMALL = "orders";
  private static final String LARGE = "people";
  private static final int SEGMENTS = 4;
  private static final int SMALL_EVENTS = 12;
  private static final int LARGE_EVENTS = 60;

  /** About as many bytes has an event, so that small appends do not stay in the log. */
  private static final int EVENT_BYTES = 370;

  /** What a store does: it appends, flushes its state, and ... */
  enum Move {
    /** lets go of segments of its log, in which large chunks stay. */
    KEEP_SEGMENTS,
    /** lets go of segments and writes to them again. */
    USE_SEGMENTS_AGAIN,
    /** replaces its tables, and lets go of no segment. */
    MERGE_TABLES
  }

  @TempDir Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  /** A store that is in use. */
  private final class Living implements AutoCloseable {
    private final List<KeyValue> states = new ArrayList<>();
    private final Kernel kernel =
        RocksKernel.open(
            store(),
            Environment.system(),
            descriptor -> ValueFormat.INSTANCE,
            OPTIONS,
            (log, state, environment, formats) -> {
              states.add(state);
              return BusyKernels.open(log, state, environment, formats);
            });
    private final EventStream small = Stores.stream(kernel, SMALL);
    private final EventStream large = Stores.stream(kernel, LARGE);

    void moveOn(Move move) {
      switch (move) {
        case KEEP_SEGMENTS -> fillSegments(large, LARGE_EVENTS);
        case USE_SEGMENTS_AGAIN -> fillSegments(small, SMALL_EVENTS);
        case MERGE_TABLES -> append(small, SMALL_EVENTS);
      }
      states.getFirst().flush();
      assertThat(states.getFirst().reclaim()).isTrue();
    }

    private void fillSegments(EventStream stream, int events) {
      Path oldest = oldestSegment();
      Path spare =
          oldest.resolveSibling(String.valueOf(oldest.getFileName()).replace("log", "spare"));
      long left = SEGMENTS * SEGMENT_BYTES;
      while (left > 0 || Files.exists(oldest) || Files.exists(spare)) {
        append(stream, events);
        left -= (long) events * EVENT_BYTES;
      }
    }

    private Path oldestSegment() {
      return Folders.list(store().resolve("log")).stream()
          .filter(LogSegment::isSegment)
          .findFirst()
          .orElseThrow();
    }

    private void append(EventStream stream, int events) {
      String name = stream.descriptor().name().text();
      long tail = stream.extent().tail();
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < events; i++) {
        values.add(Stores.value(name, tail + i));
      }
      stream.append(AppendRequest.of(values)).orThrow();
    }

    @Override
    public void close() {
      kernel.close();
    }
  }

  /** Has a store move on when a backup has come to a step of opening and copying files. */
  private static final class MovingOn implements ProgressListener {
    private final Living living;
    private final Move move;
    private long stepsBefore;
    private boolean opening;
    private long opened;

    MovingOn(Living living, Move move, long stepsBefore) {
      this.living = living;
      this.move = move;
      this.stepsBefore = stepsBefore;
    }

    @Override
    public void begin(String task, long steps) {
      opening |= task.startsWith("opening");
      opened += task.startsWith("opening") ? 1 : 0;
      if (task.startsWith("checking")) {
        opening = false;
      }
    }

    @Override
    public void step(long steps) {
      if (opening && stepsBefore-- == 0) {
        living.moveOn(move);
      }
    }

    boolean moved() {
      return stepsBefore < 0;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStoreThatMovesOnAtAnyStep_isBackedUpWhole(Move move) {
    long step = 0;
    boolean moved = true;
    while (moved) {
      try (Living living = new Living()) {
        living.moveOn(Move.USE_SEGMENTS_AGAIN);
        living.moveOn(move);
        MovingOn movingOn = new MovingOn(living, move, step);
        assertBackedUp(living, step, movingOn);
        moved = movingOn.moved();
        step++;
      }
      Folders.delete(store());
    }
    assertThat(step).as("steps of a backup").isGreaterThan(10);
  }

  private void assertBackedUp(Living living, long step, MovingOn movingOn) {
    Path backups = folder.resolve("backups");
    Path restored = folder.resolve("restored");
    long smallBefore = living.small.extent().tail();
    long largeBefore = living.large.extent().tail();

    Backup.run(store(), backups, Environment.system(), movingOn);
    assertThat(movingOn.opened).as("times the files were opened").isLessThanOrEqualTo(2);
    Backup.restore(backups, restored, ProgressListener.NONE);
    try (Kernel kernel = Stores.open(restored)) {
      EventStream small = kernel.find(new StreamName(SMALL)).orElseThrow();
      EventStream large = kernel.find(new StreamName(LARGE)).orElseThrow();
      assertThat(small.extent().tail()).as("step " + step).isGreaterThanOrEqualTo(smallBefore);
      assertThat(large.extent().tail()).as("step " + step).isGreaterThanOrEqualTo(largeBefore);
      assertThat(Stores.readAll(small)).as("step " + step).isEmpty();
      assertThat(Stores.readAll(large)).as("step " + step).isEmpty();
    }
    Folders.delete(backups);
    Folders.delete(restored);
  }

  @Test
  void aStoreOfMoreFilesThanMayBeOpen_isNotBackedUpAndSaysSo() throws Exception {
    try (Kernel kernel = Stores.open(store())) {
      Stores.append(kernel, new SplittableRandom(1), 10);
    }
    for (int part = 1_000; part < 1_500; part++) {
      Files.write(store().resolve("log/" + String.format("%012d", part) + ".kept"), new byte[1]);
    }
    String limited = "ulimit -n 400; exec \"$@\"";
    Process process =
        Children.start(
            List.of("sh", "-c", limited, "sh"),
            BackingUp.class,
            store().toString(),
            folder.resolve("backups").toString());
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("allow this process more open files");
  }

  /** Backs up a store in a process of its own, and says what went wrong. */
  static final class BackingUp {

    private BackingUp() {}

    public static void main(String... arguments) {
      assertThatThrownBy(
              () ->
                  Backup.run(
                      Path.of(arguments[0]),
                      Path.of(arguments[1]),
                      Environment.system(),
                      ProgressListener.NONE))
          .isInstanceOf(StorageException.class)
          .satisfies(e -> System.out.println(e.getMessage()));
    }
  }
}
