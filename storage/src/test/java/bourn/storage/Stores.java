package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.Gap;
import bourn.kernel.Kernel;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Stores to be damaged, and what they held before. */
final class Stores {

  static final LogOptions SMALL = new LogOptions(64 << 10, 256 << 10, 2);

  private static final int COPIES = 100;
  private static final List<String> NAMES = List.of("orders", "people", "readings");

  private Stores() {}

  static Kernel open(Path folder) {
    return RocksKernel.open(
        folder, Environment.system(), descriptor -> ValueFormat.INSTANCE, SMALL);
  }

  static EventStream stream(Kernel kernel, String name) {
    return kernel.open(StreamDescriptor.generic(name));
  }

  /** Appends {@code batches} of random values to the three streams, some of them durably. */
  static void append(Kernel kernel, SplittableRandom random, int batches) {
    for (int batch = 0; batch < batches; batch++) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      EventStream stream = stream(kernel, name);
      long tail = stream.extent().tail();
      List<Value> values = new ArrayList<>();
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        values.add(value(name, tail + values.size()));
      }
      AppendRequest request = AppendRequest.of(values);
      stream.append(batch % 8 == 7 ? request.durable() : request).orThrow();
    }
  }

  /**
   * Appends {@code rounds} times an event to each of the three streams in turn. As none follows
   * another of its stream in the log, all go into the state.
   */
  static void appendInTurn(Kernel kernel, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (String name : NAMES) {
        EventStream stream = stream(kernel, name);
        stream.append(AppendRequest.of(value(name, stream.extent().tail()))).orThrow();
      }
    }
  }

  /** Returns the event that is at {@code offset} of the stream {@code name} in every such store. */
  static Value value(String name, long offset) {
    SplittableRandom random = new SplittableRandom(name.hashCode() + offset);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(700); i > 0; i--) {
      text.append((char) random.nextInt('a', 'z'));
    }
    return Value.list(offset, name, text.toString());
  }

  /** Makes a store whose state holds one part of its events, and only its log the other. */
  static void makeKilled(Path folder, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Path living = folder.resolveSibling(folder.getFileName() + "-living");
    try (Kernel kernel = open(living)) {
      append(kernel, random, random.nextInt(50, 250));
    }
    try (Kernel kernel = open(living)) {
      append(kernel, random, random.nextInt(50, 250));
      stream(kernel, "orders").append(AppendRequest.of(value("orders", tail(kernel))).durable());
      copyLiving(living, folder);
    }
    Folders.delete(living);
  }

  private static long tail(Kernel kernel) {
    return stream(kernel, "orders").extent().tail();
  }

  /** Copies a store that is open as it would be found if its process were killed now. */
  static void copyLiving(Path store, Path to) {
    for (int attempt = 0; attempt < COPIES; attempt++) {
      List<Path> before = Folders.files(store);
      List<byte[]> manifests = manifests(before);
      try {
        copy(store, to);
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        }
      }
      List<Path> after = Folders.files(store);
      if (after.equals(before)
          && Arrays.deepEquals(manifests.toArray(), manifests(after).toArray())) {
        return;
      }
      Folders.delete(to);
    }
    throw new IllegalStateException(store + " changed whenever it was copied");
  }

  private static List<byte[]> manifests(List<Path> files) {
    return files.stream()
        .filter(file -> file.getFileName().toString().startsWith("MANIFEST-"))
        .map(Stores::bytes)
        .toList();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) {
    Folders.create(to);
    for (Path file : Folders.list(from)) {
      Path copied = to.resolve(file.getFileName());
      try {
        if (Files.isDirectory(file)) {
          copy(file, copied);
        } else {
          Files.copy(file, copied);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns the bytes of every file in {@code store}. */
  static Map<Path, byte[]> contents(Path store) {
    Map<Path, byte[]> contents = new TreeMap<>();
    Folders.files(store).forEach(file -> contents.put(file, bytes(file)));
    return contents;
  }

  static void flip(Path file, long at) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 0x10)).flip();
      channel.write(one, at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameIn(Value event) {
    return ((Value.Text) ((Value.Items) event).items().get(1)).value();
  }

  /**
   * Reads a whole stream, asserts that every event is the one that was appended at its offset, and
   * returns what lies in gaps.
   */
  static List<Bound> readAll(EventStream stream) {
    String name = stream.descriptor().name().text();
    Extent extent = stream.extent();
    List<Bound> gaps = new ArrayList<>();
    long next = 0;
    try (Reader reader =
        stream.read(new Cursor(extent.incarnation(), extent.epoch(), 0), CausalContext.NONE)) {
      while (next < extent.tail()) {
        if (reader.next() == Step.EVENT) {
          assertThat(reader.offset()).isEqualTo(next);
          String home = name.startsWith("salvaged/") ? nameIn(reader.value()) : name;
          assertThat(reader.value()).isEqualTo(value(home, next));
          next++;
        } else {
          Gap gap = reader.gap();
          assertThat(gap.cause()).isEqualTo(Gap.Cause.CORRUPTION);
          assertThat(gap.requested()).isEqualTo(next);
          assertThat(gap.earliest()).isBetween(next + 1, extent.tail());
          gaps.add(new Bound(next, gap.earliest()));
          next = gap.earliest();
          reader.seek(new Cursor(extent.incarnation(), extent.epoch(), next));
        }
      }
      assertThat(reader.next()).isEqualTo(Step.BLOCKED);
    }
    return gaps;
  }

  /** Returns how many events of {@code stream} can be read, whatever is lost between them. */
  static long readable(EventStream stream) {
    Extent extent = stream.extent();
    long count = 0;
    try (Reader reader = stream.read(extent.earliestCursor(), CausalContext.NONE)) {
      Step step = reader.next();
      while (step != Step.BLOCKED) {
        if (step == Step.GAP) {
          reader.seek(new Cursor(extent.incarnation(), extent.epoch(), reader.gap().earliest()));
        } else {
          count++;
        }
        step = reader.next();
      }
    }
    return count;
  }
}
