package bourn.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The segments of a log as a loss of power may leave them: of each sector either what was there at
 * the last sync or what was written since. Names and headers are synced when a segment is made, so
 * they are always there.
 */
final class PowerLoss {

  private static final int[] SECTOR_BYTES = {512, 4096};

  private final Map<Object, byte[]> synced = new HashMap<>();

  private PowerLoss() {}

  /** A file as it is at one moment. */
  private record Content(Path file, Object identity, byte[] bytes) {}

  /** Notes what is in the files of {@code log}, all of which is synced now. */
  static PowerLoss after(Path log) {
    PowerLoss loss = new PowerLoss();
    contents(log).forEach(content -> loss.synced.put(content.identity(), content.bytes()));
    return loss;
  }

  /** Returns what is in {@code log} once no segment is being made or renamed. */
  private static List<Content> contents(Path log) {
    while (true) {
      List<Path> files = Folders.list(log);
      try {
        List<Content> contents = new ArrayList<>();
        for (Path file : files) {
          Object inode = Files.getAttribute(file, "unix:ino");
          contents.add(new Content(file, inode, Files.readAllBytes(file)));
        }
        if (files.stream().noneMatch(LogSegment::isUnnamed) && files.equals(Folders.list(log))) {
          return contents;
        }
      } catch (NoSuchFileException e) {
        Thread.onSpinWait();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Makes of {@code log}, as it is now, one of the states that a loss of power may leave. */
  void strike(Path log, Path copy, SplittableRandom random) {
    Folders.create(copy);
    int sectorBytes = SECTOR_BYTES[random.nextInt(SECTOR_BYTES.length)];
    double kept = random.nextInt(4) / 3.0;
    for (Content content : contents(log)) {
      byte[] now = content.bytes();
      byte[] before = synced.getOrDefault(content.identity(), new byte[0]);
      byte[] then = Arrays.copyOf(before, now.length);
      if (LogSegment.isSegment(content.file())) {
        System.arraycopy(now, 0, then, 0, SegmentHeader.BYTES);
      }
      for (int at = 0; at < now.length; at += sectorBytes) {
        if (random.nextDouble() >= kept) {
          System.arraycopy(then, at, now, at, Math.min(sectorBytes, now.length - at));
        }
      }
      try {
        Files.write(copy.resolve(content.file().getFileName()), now);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
