package bourn.storage;

import bourn.kernel.ProgressListener;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The sizes and checksums of the files of one backup, as its file SUMS lists them.
 *
 * <pre>
 *  a line a file   crc32c of the file in 8 hexadecimal digits, its size, its path; one space each
 *  the last line   crc32c of all lines before, and "end"
 * </pre>
 */
record FileSums(Map<String, Sum> files) {

  static final String NAME = "SUMS";

  private static final int BUFFER_BYTES = 1 << 20;

  /** The checksum and size of one file. */
  record Sum(String crc, long size) {}

  /** Returns those of all files of the backup in {@code folder}, as they are now. */
  static FileSums compute(Path folder, ProgressListener progress) {
    Map<String, Sum> sums = new TreeMap<>();
    for (Path file : Folders.files(folder)) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      if (!path.equals(NAME)) {
        sums.put(path, sum(file, progress));
      }
    }
    return new FileSums(sums);
  }

  /** Returns the checksum and size of {@code file}; a step of progress is a byte. */
  static Sum sum(Path file, ProgressListener progress) {
    CRC32C crc = new CRC32C();
    long size = 0;
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer.clear()) > 0) {
        size += buffer.flip().remaining();
        progress.step(buffer.remaining());
        crc.update(buffer);
      }
    } catch (IOException e) {
      throw Folders.failed("read", file, e);
    }
    return new Sum(hex(crc), size);
  }

  private static String hex(CRC32C crc) {
    return String.format("%08x", crc.getValue());
  }

  private String lines() {
    StringBuilder lines = new StringBuilder();
    files.forEach(
        (path, sum) ->
            lines
                .append(sum.crc())
                .append(' ')
                .append(sum.size())
                .append(' ')
                .append(path)
                .append('\n'));
    return lines.toString();
  }

  private static String end(String lines) {
    CRC32C crc = new CRC32C();
    crc.update(lines.getBytes(StandardCharsets.UTF_8));
    return hex(crc) + " end\n";
  }

  /** Writes these into {@code folder}, durably. */
  void write(Path folder) {
    Folders.write(folder.resolve(NAME), lines() + end(lines()));
  }

  /**
   * Returns those that {@code folder} lists.
   *
   * @throws StorageException if the list is missing or damaged
   */
  static FileSums read(Path folder) {
    Path file = folder.resolve(NAME);
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Folders.failed("read", file, e);
    }
    int last = text.lastIndexOf('\n', text.length() - 2) + 1;
    String lines = text.substring(0, last);
    if (!text.substring(last).equals(end(lines))) {
      throw new StorageException(file + " is damaged");
    }
    Map<String, Sum> sums = new TreeMap<>();
    for (String line : lines.lines().toList()) {
      String[] parts = line.split(" ", 3);
      sums.put(parts[2], new Sum(parts[0], Long.parseLong(parts[1])));
    }
    return new FileSums(sums);
  }

  long sizeBytes() {
    return files.values().stream().mapToLong(Sum::size).sum();
  }

  /** Returns how {@code found} differs from these, a line each. */
  List<String> differences(FileSums found) {
    List<String> lines = new ArrayList<>();
    files.forEach(
        (path, sum) -> {
          Sum other = found.files().get(path);
          if (other == null) {
            lines.add(path + " is missing");
          } else if (!Objects.equals(other, sum)) {
            lines.add(path + " is damaged: it has " + sum + ", found " + other);
          }
        });
    found.files().keySet().stream()
        .filter(path -> !files.containsKey(path))
        .forEach(path -> lines.add(path + " is no file of this backup"));
    return lines;
  }
}
