package bourn.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final Map<Object, byte[]> synced;

  private PowerLoss(Map<Object, byte[]> synced) {
    this.synced = synced;
  }

  /** Notes what is in the files of {@code log}, all of which is synced now. */
  static PowerLoss after(Path log) {
    Map<Object, byte[]> files = new HashMap<>();
    for (Path file : settled(log)) {
      files.put(identity(file), read(file));
    }
    return new PowerLoss(files);
  }

  /** Returns the files of {@code log} once the segment that is being made has its name. */
  private static List<Path> settled(Path log) {
    List<Path> files = Folders.list(log);
    while (files.stream().anyMatch(LogSegment::isUnnamed)) {
      Thread.onSpinWait();
      files = Folders.list(log);
    }
    return files;
  }

  /** A file keeps it when it is renamed. */
  private static Object identity(Path file) {
    try {
      return Files.getAttribute(file, "unix:ino");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes of {@code log}, as it is now, one of the states that a loss of power may leave. */
  void strike(Path log, Path copy, SplittableRandom random) {
    Folders.create(copy);
    int sectorBytes = SECTOR_BYTES[random.nextInt(SECTOR_BYTES.length)];
    double kept = random.nextInt(4) / 3.0;
    for (Path file : settled(log)) {
      byte[] now = read(file);
      byte[] then = Arrays.copyOf(synced.getOrDefault(identity(file), new byte[0]), now.length);
      if (LogSegment.isSegment(file)) {
        System.arraycopy(now, 0, then, 0, SegmentHeader.BYTES);
      }
      for (int at = 0; at < now.length; at += sectorBytes) {
        if (random.nextDouble() >= kept) {
          System.arraycopy(then, at, now, at, Math.min(sectorBytes, now.length - at));
        }
      }
      try {
        Files.write(copy.resolve(file.getFileName()), now);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
