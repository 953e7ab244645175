package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.Reader;
import bourn.kernel.SalvageReport;
import bourn.kernel.Step;
import bourn.kernel.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small events that follow each other in the log: they stay there, and are read from there. */
final class RunsInLogTest {

  private static final int EVENTS = 5_000;

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

  @Test
  void aDamagedEventOfARun_isLostAlone() throws IOException {
    make();
    for (Path part : kept()) {
      flip(part, ((Value.Items) Stores.value("orders", 321)).items().getLast());
    }

    try (Kernel kernel = Stores.open(store())) {
      assertThat(Stores.readAll(orders(kernel))).containsExactly(new Bound(321, 322));
    }
    assertThat(Verification.of(store(), Environment.system(), ProgressListener.NONE))
        .anyMatch(finding -> finding.contains("orders") && finding.contains("321"));

    SalvageReport report =
        Salvage.run(
            store(), folder.resolve("salvaged"), Environment.system(), ProgressListener.NONE);
    assertThat(report.streams().getFirst().lost()).containsExactly(new Bound(321, 322));
  }

  private static void flip(Path file, Value text) throws IOException {
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    int at = bytes.indexOf(((Value.Text) text).value());
    if (at >= 0) {
      Stores.flip(file, at);
    }
  }
}
