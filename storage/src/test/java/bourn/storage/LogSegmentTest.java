package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A segment that one thread writes to while another makes and closes its windows. */
@Timeout(60)
final class LogSegmentTest {

  private static final int SIZE_BYTES = 24 << 20;
  private static final int FRAME_BYTES = 1 << 10;

  @TempDir Path folder;

  @Test
  void windowsThatAreClosedBehindTheWriter_loseNothing() throws Exception {
    LogSegment segment = LogSegment.create(folder, new SegmentHeader(1, 7, SIZE_BYTES), null);
    AtomicLong position = new AtomicLong(SegmentHeader.BYTES);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> preparer = threads.submit(() -> prepare(segment, position));
      try {
        write(segment, position);
      } finally {
        position.set(SIZE_BYTES);
      }
      preparer.get();
    }
    for (long at = SegmentHeader.BYTES; at + FRAME_BYTES <= SIZE_BYTES; at += FRAME_BYTES) {
      assertThat(segment.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, at)).isEqualTo(at);
    }
    segment.close();
  }

  @Test
  void aSegmentThatCannotBeMapped_leavesNothingOpen() throws IOException {
    Path file = folder.resolve("000000000001.log");
    Files.write(file, new SegmentHeader(1, 7, -1).toBytes().array());

    assertThatThrownBy(() -> LogSegment.open(file)).isInstanceOf(IllegalArgumentException.class);

    assertThat(open(folder)).isEmpty();
  }

  /**
   * Returns the files in {@code folder} that this process has open; none where that is not told.
   */
  static List<Path> open(Path folder) throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return List.of();
    }
    List<Path> open = new ArrayList<>();
    for (Path descriptor : Folders.list(descriptors)) {
      try {
        open.add(Files.readSymbolicLink(descriptor));
      } catch (NoSuchFileException e) {
        assertThat(e).as("that of the listing itself").isNotNull();
      }
    }
    open.removeIf(file -> !file.startsWith(folder));
    return open;
  }

  private static void prepare(LogSegment segment, AtomicLong position) {
    while (position.get() < SIZE_BYTES) {
      segment.want(position.get(), true);
      long _ = segment.prepare();
    }
  }

  private static void write(LogSegment segment, AtomicLong position) {
    ByteBuffer frame = ByteBuffer.allocateDirect(FRAME_BYTES);
    for (long at = SegmentHeader.BYTES; at + FRAME_BYTES <= SIZE_BYTES; at += FRAME_BYTES) {
      frame.clear();
      for (int i = 0; i < FRAME_BYTES; i += Long.BYTES) {
        frame.putLong(i, Long.reverseBytes(at));
      }
      segment.write(frame, at, true);
      position.set(at + FRAME_BYTES);
    }
  }
}
