package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a process did to the files below a folder, in order, as journal.c writes it. */
final class DiskJournal {

  /** Why a test is skipped where {@link #compile} returns false. */
  static final String NEEDS =
      "what a process does to its disk is journaled on Linux, and with a C compiler";

  private DiskJournal() {}

  /** What an entry is of, as numbered from 1. */
  enum Operation {
    CREATE,
    WRITE,
    TRUNCATE,
    BEGIN_SYNC,
    END_SYNC,
    RENAME,
    UNLINK,
    MKDIR,
    RMDIR,
    LINK
  }

  /** One entry; journal.c says what the parts mean. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares entries
  record Entry(Operation operation, long a, long b, byte[] one, byte[] other) {

    /** Returns whether this changes names. */
    boolean renames() {
      return switch (operation) {
        case CREATE, RENAME, UNLINK, MKDIR, RMDIR, LINK -> true;
        case WRITE, TRUNCATE, BEGIN_SYNC, END_SYNC -> false;
      };
    }

    Path path() {
      return Path.of(new String(one, StandardCharsets.UTF_8));
    }

    Path otherPath() {
      return Path.of(new String(other, StandardCharsets.UTF_8));
    }
  }

  /** Returns the entries of the journal in {@code file}. */
  static List<Entry> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Entry> entries = new ArrayList<>();
    while (in.hasRemaining()) {
      Operation operation = Operation.values()[in.get() - 1];
      long a = in.getLong();
      long b = in.getLong();
      byte[] one = new byte[in.getInt()];
      byte[] other = new byte[in.getInt()];
      in.get(one).get(other);
      entries.add(new Entry(operation, a, b, one, other));
    }
    return entries;
  }

  /** Returns the command that journals another to {@code file}, by {@code library}. */
  static List<String> command(Path library, Path root, Path file, String... more) {
    List<String> command = new ArrayList<>(List.of("env", "LD_PRELOAD=" + library));
    command.add("JOURNAL_ROOT=" + root);
    command.add("JOURNAL_FILE=" + file);
    command.addAll(List.of(more));
    return command;
  }

  /** Compiles journal.c into {@code library}, and returns whether that is possible here. */
  static boolean compile(Path library) throws IOException, InterruptedException {
    if (!System.getProperty("os.name").startsWith("Linux")) {
      return false;
    }
    Path source = Path.of(System.getProperty("bourn.root"), "storage/src/test/c/journal.c");
    List<String> command = List.of("cc", "-O2", "-Wall", "-Werror", "-shared", "-fPIC");
    Process compiler;
    try {
      compiler =
          new ProcessBuilder(
                  Stream.concat(
                          command.stream(),
                          Stream.of("-o", library.toString(), source.toString(), "-ldl"))
                      .toList())
              .inheritIO()
              .start();
    } catch (IOException absent) {
      return false;
    }
    assertThat(compiler.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(compiler.exitValue()).as("cc says what is wrong").isZero();
    return true;
  }
}
