package bourn.storage;

import bourn.kernel.DamageException;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Folders, with failures that name them. */
final class Folders {

  private Folders() {}

  /** Makes what was created, renamed or deleted in {@code folder} survive the loss of power. */
  static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw failed("sync", folder, e);
    }
  }

  /**
   * Makes the names of {@code folder} and of those above it survive the loss of power, on its file
   * system and as far up as they can be read.
   */
  static void syncAbove(Path folder) {
    try {
      FileStore disk = Files.getFileStore(folder);
      Path above = folder.getParent();
      while (above != null && Files.isReadable(above) && Files.getFileStore(above).equals(disk)) {
        sync(above);
        above = above.getParent();
      }
    } catch (IOException e) {
      throw failed("find the disk of", folder, e);
    }
  }

  static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed("create", folder, e);
    }
  }

  /** Returns what is in {@code folder}, by name. */
  static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw failed("list", folder, e);
    }
  }

  /** Returns the files in {@code folder} and the folders below it, by name. */
  static List<Path> files(Path folder) {
    Listing listing = new Listing();
    try {
      Files.walkFileTree(folder, listing);
    } catch (IOException e) {
      throw failed("list", folder, e);
    }
    return listing.files.stream().sorted().toList();
  }

  /** Returns the bytes of all files in {@code folder} and below; those that vanish have none. */
  static long sizeBytes(Path folder) {
    long bytes = 0;
    for (Path file : files(folder)) {
      bytes += file.toFile().length();
    }
    return bytes;
  }

  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      throw new DamageException(file + " is gone", e);
    } catch (IOException e) {
      throw failed("read the size of", file, e);
    }
  }

  /** Copies one file; the copy is not synced. */
  static void copy(Path file, Path copy) {
    try {
      Files.copy(file, copy);
    } catch (IOException e) {
      throw failed("copy", file, e);
    }
  }

  /** Makes {@code file} that many bytes long, with zeros where there was nothing. */
  static void extend(Path file, long sizeBytes) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.size() < sizeBytes) {
        channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
      }
    } catch (IOException e) {
      throw failed("extend", file, e);
    }
  }

  /** Makes the content of {@code file} survive the loss of power. */
  static void syncFile(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw failed("sync", file, e);
    }
  }

  /** Writes a file anew, durably. */
  static void write(Path file, String text) {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw failed("write", file, e);
    }
  }

  /** Deletes {@code folder} and all that is in it, if it is there. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (IOException e) {
      throw failed("delete", folder, e);
    }
  }

  static StorageException failed(String what, Path where, IOException cause) {
    return new StorageException("could not " + what + " " + where + ": " + cause, cause);
  }

  /** Passes over what is deleted while it walks. */
  private static final class Listing extends SimpleFileVisitor<Path> {
    private final List<Path> files = new ArrayList<>();

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files.add(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
