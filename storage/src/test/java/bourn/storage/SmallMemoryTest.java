package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.MemoryBudget;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Appends several times the heap of a process, to many streams, and reads all of it back. */
@Timeout(180)
final class SmallMemoryTest {

  private static final int STREAMS = 500;
  private static final int ROUNDS = 130;
  private static final int SMALL_CHARACTERS = 900;
  private static final int LARGE_CHARACTERS = 3_000;

  @TempDir Path folder;

  @Test
  void aSmallBudget_slowsAppendsAndFailsNone() throws Exception {
    Process process = Children.startSmall(Appending.class, "48m", folder.toString());
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("read " + STREAMS * ROUNDS * 2);
  }

  /** Appends in a process of its own. */
  static final class Appending {

    private Appending() {}

    public static void main(String... arguments) {
      Path store = Path.of(arguments[0]).resolve("store");
      try (Kernel kernel = open(store)) {
        for (int round = 0; round < ROUNDS; round++) {
          for (int stream = 0; stream < STREAMS; stream++) {
            Stores.stream(kernel, "stream-" + stream)
                .append(
                    AppendRequest.of(
                        List.of(event(stream, 2 * round), event(stream, 2 * round + 1))))
                .orThrow();
          }
        }
      }
      long read = 0;
      try (Kernel kernel = open(store)) {
        for (int stream = 0; stream < STREAMS; stream++) {
          read += read(Stores.stream(kernel, "stream-" + stream), stream);
        }
      }
      System.out.println("read " + read);
    }

    private static Kernel open(Path store) {
      Environment small = Environment.system().with(new MemoryBudget(MemoryBudget.LEAST_BYTES));
      return RocksKernel.open(store, small, descriptor -> ValueFormat.INSTANCE);
    }

    private static Value event(int stream, int number) {
      int most = (stream + number) % 7 == 0 ? LARGE_CHARACTERS : SMALL_CHARACTERS;
      SplittableRandom random = new SplittableRandom(stream * 10_000L + number);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < most; i++) {
        text.append((char) random.nextInt('a', 'z'));
      }
      return Value.of(text.toString());
    }

    private static long read(EventStream stream, int name) {
      long read = 0;
      try (Reader reader = stream.bound().read()) {
        while (reader.next() == Step.EVENT) {
          assertThat(reader.value()).isEqualTo(event(name, (int) read));
          read++;
        }
      }
      return read;
    }
  }
}
