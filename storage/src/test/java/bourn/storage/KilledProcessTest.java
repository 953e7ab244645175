package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.Gap;
import bourn.kernel.Kernel;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes in the middle of appending. */
@Timeout(120)
final class KilledProcessTest {

  private static final int ROUNDS = 5;
  private static final int BATCHES = 400;

  @TempDir Path folder;

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Appender.class.getName(), folder.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private Kernel open() {
    return RocksKernel.open(folder, Environment.system(), descriptor -> ValueFormat.INSTANCE);
  }

  @Test
  void nothingAcknowledged_isLost() throws Exception {
    long before = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Process process = start();
      long acknowledged = before;
      try (BufferedReader out = process.inputReader()) {
        for (int batch = 0; batch < BATCHES; batch++) {
          acknowledged = Long.parseLong(out.readLine());
        }
        if (round == 0) {
          assertThatThrownBy(this::open)
              .isInstanceOf(StorageException.class)
              .hasMessageContaining("in process " + process.pid());
        }
        assertThat(process.toHandle().destroyForcibly()).isTrue();
        String line = out.readLine();
        while (line != null && line.matches("\\d+")) {
          acknowledged = Math.max(acknowledged, Long.parseLong(line));
          line = out.readLine();
        }
      }
      process.waitFor();
      before = check(acknowledged, round);
    }
  }

  private long check(long acknowledged, int round) {
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("numbers"));
      Extent extent = stream.extent();
      assertThat(extent.tail()).isGreaterThanOrEqualTo(acknowledged);
      assertThat(extent.epoch()).isEqualTo(round + 1);
      long sequence = assertAllThere(stream);
      assertThat(Appender.resume(stream).sequence()).isEqualTo(sequence + 1);
      assertBeyondIsLost(stream);
      return extent.tail();
    }
  }

  /** Returns the sequence of the last batch. */
  private static long assertAllThere(EventStream stream) {
    long expected = 0;
    long sequence = -1;
    try (Reader reader = stream.bound().read()) {
      while (reader.next() == Step.EVENT) {
        Value.Items event = (Value.Items) reader.value();
        assertThat(event.items().getFirst()).isEqualTo(Value.of(expected));
        sequence = ((Value.Int) event.items().getLast()).value();
        expected++;
      }
    }
    assertThat(expected).isEqualTo(stream.extent().tail());
    return sequence;
  }

  private static void assertBeyondIsLost(EventStream stream) {
    Extent extent = stream.extent();
    Cursor beyond = new Cursor(extent.incarnation(), extent.epoch() - 1, extent.tail() + 1);
    try (Reader reader = stream.read(beyond, CausalContext.NONE)) {
      assertThat(reader.next()).isEqualTo(Step.GAP);
      assertThat(reader.gap())
          .isEqualTo(new Gap(extent.tail() + 1, extent.tail(), Gap.Cause.LOST_EPOCH));
    }
  }
}
