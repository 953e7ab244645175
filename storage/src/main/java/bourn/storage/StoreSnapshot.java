package bourn.storage;

import bourn.kernel.DamageException;
import bourn.kernel.ProgressListener;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that make up a store at one moment, open: they can be read also when the store lets go
 * of them.
 */
final class StoreSnapshot implements AutoCloseable {

  /*
   * The manifest says which files make up the state. If it is after all files were opened as it was
   * before they were listed, no change of the state fell in between: all files of the state are
   * there, and the log, which lets go only of what a change of the state has made superfluous, has
   * all that the state does not. If it is not, all is opened again, which takes microseconds a file.
   *
   * A file that is renamed while a folder is listed may be missed. Only parts of the log are renamed,
   * each once while no change falls in between; so they are listed twice, and none may be missing in
   * the second list.
   *
   * What an open file holds stays, but for the segments in the chain of the log, which are appended
   * to and used again.
   */

  private static final int ATTEMPTS = 100;
  private static final String TOO_MANY = "Too many open files";

  /** A file, and how long it is at that moment. */
  record OpenFile(Path path, FileChannel channel, long sizeBytes) {}

  private final StoreFolder store;
  private final ProgressListener progress;
  private final List<OpenFile> opened = new ArrayList<>();
  private String current = "";
  private @Nullable OpenFile manifest;

  private StoreSnapshot(StoreFolder store, ProgressListener progress) {
    this.store = store;
    this.progress = progress;
  }

  /**
   * Opens the files of {@code store} as they are now.
   *
   * @throws DamageException if one is missing, or they change too fast
   * @throws StorageException if they are more than this process may have open
   */
  static StoreSnapshot take(StoreFolder store, ProgressListener progress) {
    String missing = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      StoreSnapshot snapshot = new StoreSnapshot(store, progress);
      try {
        if (snapshot.open()) {
          return snapshot;
        }
        snapshot.close();
      } catch (NoSuchFileException e) {
        missing = ", the last time " + e.getFile() + " was gone";
        snapshot.close();
      } catch (IOException e) {
        snapshot.close();
        throw snapshot.failed(e);
      }
    }
    throw new DamageException(
        "the files of " + store.folder() + " changed whenever they were opened" + missing);
  }

  private StorageException failed(IOException cause) {
    if (!String.valueOf(cause.getMessage()).contains(TOO_MANY)) {
      return Folders.failed("open the files of", store.folder(), cause);
    }
    return new StorageException(
        "could not open all files of "
            + store.folder()
            + " at once, only "
            + opened.size()
            + ": allow this process more open files (ulimit -n)",
        cause);
  }

  private boolean open() throws IOException {
    current = readCurrent();
    List<Path> state = Folders.list(store.state());
    Set<Long> parts = parts(Folders.list(store.log()));
    progress.begin("opening the files", state.size() + parts.size());
    OpenFile described = add(store.state().resolve(current.strip()));
    manifest = described;
    for (Path file : Folders.list(store.state())) {
      if (isTable(file)) {
        add(file);
      }
    }
    List<Path> log = Folders.list(store.log()).stream().filter(StoreSnapshot::isPart).toList();
    for (Path file : log) {
      add(file);
    }
    return parts(log).containsAll(parts)
        && readCurrent().equals(current)
        && described.channel().size() == described.sizeBytes();
  }

  private OpenFile add(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    OpenFile open = new OpenFile(file, channel, channel.size());
    opened.add(open);
    progress.step(1);
    return open;
  }

  private String readCurrent() {
    Path file = store.state().resolve("CURRENT");
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DamageException("could not read " + file + ": " + e, e);
    }
  }

  private static boolean isTable(Path file) {
    return file.toString().endsWith(".sst");
  }

  private static boolean isPart(Path file) {
    return LogSegment.isSegment(file) || LogSegment.isKept(file);
  }

  private static Set<Long> parts(List<Path> log) {
    Set<Long> parts = new HashSet<>();
    log.stream()
        .filter(StoreSnapshot::isPart)
        .forEach(file -> parts.add(LogSegment.sequence(file)));
    return parts;
  }

  /** Returns what the file CURRENT of the state says. */
  String current() {
    return current;
  }

  /** Returns the segments in the chain of the log, which may be used again, the oldest first. */
  List<OpenFile> chain() {
    return opened.stream().filter(file -> LogSegment.isSegment(file.path())).toList();
  }

  /** Returns the manifest of the state, which is appended to. */
  OpenFile manifest() {
    return Objects.requireNonNull(manifest);
  }

  /** Returns the tables of the state and the parts of the log that are kept. */
  List<OpenFile> unchanging() {
    return opened.stream()
        .filter(file -> isTable(file.path()) || LogSegment.isKept(file.path()))
        .toList();
  }

  long sizeBytes() {
    return opened.stream().mapToLong(OpenFile::sizeBytes).sum();
  }

  @Override
  public void close() {
    for (OpenFile file : opened) {
      try {
        file.channel().close();
      } catch (IOException e) {
        throw Folders.failed("close", file.path(), e);
      }
    }
  }
}
