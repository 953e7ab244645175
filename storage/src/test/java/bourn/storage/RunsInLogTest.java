package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import bourn.kernel.Keyword;
import bourn.kernel.ProgressListener;
import bourn.kernel.Reader;
import bourn.kernel.Redaction;
import bourn.kernel.SalvageReport;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.StreamSettings;
import bourn.kernel.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small events that follow each other in the log: they stay there, and are read from there. */
final class RunsInLogTest {

  private static final int EVENTS = 5_000;
  private static final int STREAMS = 1_000;
  private static final int FEW = 10;
  private static final int MANY = 70;

  @TempDir Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  private static EventStream orders(Kernel kernel) {
    return Stores.stream(kernel, "orders");
  }

  private void make() {
    try (Kernel kernel = Stores.open(store())) {
      for (int i = 0; i < EVENTS; i++) {
        orders(kernel).append(AppendRequest.of(Stores.value("orders", i))).orThrow();
      }
    }
  }

  private List<Path> kept() {
    return Folders.list(store().resolve("log")).stream().filter(LogSegment::isKept).toList();
  }

  @Test
  void aRunOfSmallEvents_isWrittenOnce_andReadFromAnyEventOn() {
    make();
    assertThat(kept()).isNotEmpty();
    assertThat(Folders.sizeBytes(store().resolve("state"))).isLessThan(200_000);
    try (Kernel kernel = Stores.open(store())) {
      assertThat(Stores.readAll(orders(kernel))).isEmpty();
      for (int from = 0; from < EVENTS; from += 97) {
        try (Reader reader =
            orders(kernel).bound(new Bound(from, EVENTS), CausalContext.NONE).read()) {
          assertThat(reader.next()).isEqualTo(Step.EVENT);
          assertThat(reader.value()).isEqualTo(Stores.value("orders", from));
        }
      }
    }
  }

  /**
   * Each event is alone among those of other streams; then there are enough of its own for a pack.
   */
  @Test
  @Timeout(60)
  void eventsOfManyStreams_stayUntilTheyAreAPack_andAreCopiedOnce() throws Exception {
    try (Kernel kernel = Stores.open(store())) {
      grow(kernel, 0, FEW);
      while (places(kernel) < STREAMS) {
        Thread.sleep(10);
      }
    }
    try (Kernel kernel = Stores.open(store())) {
      checkSlow(kernel, FEW);
      grow(kernel, FEW, MANY);
      while (places(kernel) > STREAMS * (MANY - FEW) / 2) {
        Thread.sleep(100);
      }
      checkSlow(kernel, MANY);
    }
    assertThat(kept().stream().mapToLong(part -> part.toFile().length()).sum())
        .as("bytes of the log that are kept for what is not repacked yet")
        .isLessThan(20L << 20);
    assertThat(Verification.of(store(), Environment.system(), ProgressListener.NONE)).isEmpty();
    try (Kernel kernel = Stores.open(store())) {
      checkSlow(kernel, MANY);
    }
  }

  private static void grow(Kernel kernel, int from, int until) {
    for (int i = from; i < until; i++) {
      for (int stream = 0; stream < STREAMS; stream++) {
        slow(kernel, stream).append(AppendRequest.of(slow(stream, i))).orThrow();
      }
    }
  }

  private static EventStream slow(Kernel kernel, int stream) {
    return Stores.stream(kernel, "slow-" + stream);
  }

  private static Value slow(int stream, int event) {
    return Value.list(stream, event, "x".repeat(1_000));
  }

  private static void checkSlow(Kernel kernel, int count) {
    for (int stream = 0; stream < STREAMS; stream += 37) {
      int next = 0;
      try (Reader reader = slow(kernel, stream).bound().read()) {
        while (reader.next() == Step.EVENT) {
          assertThat(reader.value()).isEqualTo(slow(stream, next++));
        }
      }
      assertThat(next).isEqualTo(count);
    }
  }

  /** Returns how many entries of the state are places in the log. */
  private static int places(Kernel kernel) {
    int places = 0;
    try (KeyValue.Entries entries =
        kernel.derived().scan(KeyValue.Family.CHUNKS, new byte[0], new byte[] {(byte) 0xFF})) {
      while (entries.next()) {
        places += entries.value().length < 100 ? 1 : 0;
      }
    }
    return places;
  }

  /** The first event of a run, and one in the middle. */
  @ParameterizedTest(name = "event {0}")
  @ValueSource(ints = {0, 321})
  void aDamagedEventOfARun_isLostAlone(int event) throws IOException {
    make();
    damage(event);

    Bound lost = new Bound(event, event + 1);
    try (Kernel kernel = Stores.open(store())) {
      assertThat(Stores.readAll(orders(kernel))).containsExactly(lost);
    }
    assertThat(Verification.of(store(), Environment.system(), ProgressListener.NONE))
        .anyMatch(finding -> finding.contains("orders") && finding.contains("" + event));

    Path salvaged = folder.resolve("salvaged");
    SalvageReport report =
        Salvage.run(store(), salvaged, Environment.system(), ProgressListener.NONE);
    assertThat(report.streams().getFirst().lost()).containsExactly(lost);
    try (Kernel kernel = Stores.open(salvaged)) {
      assertThat(Stores.readAll(orders(kernel))).containsExactly(lost);
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aDamagedFirstEvent_isSaidByRedaction() throws Exception {
    make();
    damage(0);
    try (Kernel kernel = Stores.open(store())) {
      Redaction second = (offset, event) -> offset == 1 ? Value.of("gone") : event;
      assertThatThrownBy(() -> kernel.redact(orders(kernel), second, ProgressListener.NONE))
          .isInstanceOf(StorageException.class);
    }
  }

  @Test
  @Timeout(60)
  void aDamagedFirstEvent_holdsUpNoCompaction() throws Exception {
    try (Kernel kernel = Stores.open(store())) {
      for (int i = 0; i < EVENTS; i++) {
        Value event = Value.map("key", i % 7, "text", "event " + i + " ".repeat(60));
        orders(kernel).append(AppendRequest.of(event)).orThrow();
      }
    }
    for (Path part : kept()) {
      flip(part, Value.of("event 0 "));
    }
    try (Kernel kernel = Stores.open(store())) {
      EventStream orders = orders(kernel);
      orders.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("key")));
      while (Stores.readable(orders) > EVENTS / 2) {
        Thread.sleep(100);
      }
    }
  }

  private void damage(int event) throws IOException {
    for (Path part : kept()) {
      flip(part, ((Value.Items) Stores.value("orders", event)).items().getLast());
    }
  }

  private static void flip(Path file, Value text) throws IOException {
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    int at = bytes.indexOf(((Value.Text) text).value());
    if (at >= 0) {
      Stores.flip(file, at);
    }
  }
}
