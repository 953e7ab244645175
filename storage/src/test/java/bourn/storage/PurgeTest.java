package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.AppendRequest;
import bourn.kernel.Durability;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import bourn.kernel.ProgressListener;
import bourn.kernel.ReadOnlyException;
import bourn.kernel.Reader;
import bourn.kernel.Redaction;
import bourn.kernel.Step;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is redacted and purged is in no file of a store. */
@Timeout(120)
final class PurgeTest {

  private static final String SECRET = "qV7)z#Kw2!";
  private static final Redaction FORGET =
      (offset, event) ->
          event instanceof Value.Items(List<Value> items)
                  && items.getFirst() instanceof Value.Text(String text)
                  && text.startsWith(SECRET)
              ? Value.of("gone")
              : event;

  @TempDir Path folder;

  /** Returns in which files the secret lies, in any state of the store. */
  private List<Path> files() throws IOException {
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (contains(Files.readAllBytes(file), secret)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int at = 0; at + part.length <= bytes.length; at++) {
      int same = 0;
      while (same < part.length && bytes[at + same] == part[same]) {
        same++;
      }
      if (same == part.length) {
        return true;
      }
    }
    return false;
  }

  private static Value random(SplittableRandom random, String prefix, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    random.nextBytes(bytes);
    return Value.list(prefix, new Value.Bytes(bytes));
  }

  /** Appends small and large events, some of them secret, over several segments of the log. */
  private static void fill(EventStream stream, SplittableRandom random) {
    for (int i = 0; i < 300; i++) {
      String prefix = random.nextInt(10) == 0 ? SECRET + i : "open";
      int lengthBytes = random.nextInt(4) == 0 ? 20_000 : random.nextInt(400);
      stream.append(
          AppendRequest.of(random(random, prefix, lengthBytes))
              .with(i % 50 == 0 ? Durability.DISK : Durability.LOG));
    }
  }

  private static List<Value> read(EventStream stream) {
    List<Value> events = new ArrayList<>();
    try (Reader reader = stream.bound().read()) {
      while (reader.next() == Step.EVENT) {
        events.add(reader.value());
      }
    }
    return events;
  }

  @Test
  void purge_leavesTheSecretInNoFile() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<Value> expected;
    try (Kernel kernel = Stores.open(folder)) {
      EventStream stream = Stores.stream(kernel, "notes");
      EventStream other = Stores.stream(kernel, "other");
      fill(stream, random);
      EventStream fork = stream.fork(new StreamName("fork"), 150);
      fill(fork, random);
      kernel.derived().flush();
      fill(stream, random);
      fill(other, new SplittableRandom(2));
      kernel
          .derived()
          .write(
              new KeyValue.Batch()
                  .put(
                      KeyValue.Family.SEGMENTS,
                      new byte[] {0, 0, 0, 0, 0, 0, 0, 1},
                      SECRET.getBytes(StandardCharsets.UTF_8)));
      kernel.derived().flush();
      assertThat(files()).hasSizeGreaterThan(3);
      expected = new ArrayList<>(read(stream));
      expected.replaceAll(event -> FORGET.redact(0, event));

      for (EventStream each : List.of(stream, fork, other)) {
        kernel.redact(each, FORGET, ProgressListener.NONE);
      }
      kernel
          .derived()
          .write(
              new KeyValue.Batch()
                  .delete(KeyValue.Family.SEGMENTS, new byte[] {0, 0, 0, 0, 0, 0, 0, 1}));
      kernel.purge(Map.of(stream, FORGET, fork, FORGET, other, FORGET));

      assertThat(files()).isEmpty();
      assertThat(read(stream)).isEqualTo(expected);
      assertThat(fork.append(AppendRequest.of(Value.of(1))).orThrow().first()).isEqualTo(450);
    }
    assertThat(files()).isEmpty();
    try (Kernel kernel = Stores.open(folder)) {
      assertThat(read(Stores.stream(kernel, "notes"))).isEqualTo(expected);
    }
  }

  /** As after a crash between the two: nothing is left to be redacted, all of it to be purged. */
  @Test
  void purge_ofWhatWasRedactedBefore_leavesTheSecretInNoFile() throws IOException {
    try (Kernel kernel = Stores.open(folder)) {
      EventStream stream = Stores.stream(kernel, "notes");
      fill(stream, new SplittableRandom(3));
      kernel.redact(stream, FORGET, ProgressListener.NONE);
    }
    assertThat(files()).isNotEmpty();
    try (Kernel kernel = Stores.open(folder)) {
      EventStream stream = Stores.stream(kernel, "notes");
      fill(Stores.stream(kernel, "more"), new SplittableRandom(4));
      kernel.redact(stream, FORGET, ProgressListener.NONE);
      kernel.redact(Stores.stream(kernel, "more"), FORGET, ProgressListener.NONE);
      kernel.purge(Map.of(stream, FORGET, Stores.stream(kernel, "more"), FORGET));
      assertThat(files()).isEmpty();
    }
  }

  /** Files of small events are used again for the log: those to come, and one that is ready. */
  @Test
  void purge_leavesTheSecretInNoFileThatIsToBeUsedAgain() throws IOException {
    for (int opening = 0; opening < 2; opening++) {
      try (Kernel kernel = Stores.open(folder)) {
        fillSmall(kernel, Stores.stream(kernel, "notes"), 1_000);
      }
      assertThat(files()).anyMatch(LogSegment::isSpare);
    }
    try (Kernel kernel = Stores.open(folder)) {
      EventStream stream = Stores.stream(kernel, "notes");
      fillSmall(kernel, stream, 120);
      kernel.redact(stream, FORGET, ProgressListener.NONE);
      kernel.purge(Map.of(stream, FORGET));
      assertThat(files()).isEmpty();
      fill(Stores.stream(kernel, "other"), new SplittableRandom(5));
      kernel.redact(Stores.stream(kernel, "other"), FORGET, ProgressListener.NONE);
      kernel.purge(Map.of(stream, FORGET, Stores.stream(kernel, "other"), FORGET));
    }
    assertThat(files()).isEmpty();
  }

  /** Behind the last frame of a file that was used again lies what it had before. */
  @Test
  void purge_leavesNothingBehindTheFramesOfAPart() throws IOException {
    for (int opening = 0; opening < 2; opening++) {
      try (Kernel kernel = Stores.open(folder)) {
        fillSmall(kernel, Stores.stream(kernel, "notes"), 1_000);
      }
    }
    for (int opening = 0; opening < 2; opening++) {
      try (Kernel kernel = Stores.open(folder)) {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20; i++) {
          Stores.stream(kernel, "open").append(AppendRequest.of(random(random, "open", 100_000)));
        }
      }
    }
    try (Kernel kernel = Stores.open(folder)) {
      EventStream stream = Stores.stream(kernel, "notes");
      kernel.redact(stream, FORGET, ProgressListener.NONE);
      kernel.purge(Map.of(stream, FORGET));
      assertThat(files()).isEmpty();
    }
  }

  /** Appends small events, each between others, so that they do not stay in the log. */
  private static void fillSmall(Kernel kernel, EventStream stream, int count) {
    EventStream others = Stores.stream(kernel, "others");
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < count; i++) {
      stream.append(AppendRequest.of(random(random, SECRET + i, 1_000)));
      others.append(AppendRequest.of(Value.of((long) i)));
    }
  }

  @Test
  void purge_ofAStoreOpenedToReadOnly_isRefused() {
    Stores.open(folder).close();
    try (Kernel kernel =
        RocksKernel.openReadOnly(folder, Environment.system(), any -> ValueFormat.INSTANCE)) {
      assertThatThrownBy(() -> kernel.purge(Map.of())).isInstanceOf(ReadOnlyException.class);
    }
  }
}
