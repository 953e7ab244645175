package bourn.storage;

import bourn.kernel.AppendRequest;
import bourn.kernel.BusyKernels;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * A process of its own that appends events with rising numbers to a store in a folder, opening it
 * again and again, and notes in a file beside it how many are acknowledged as durable.
 */
final class PowerLossWorkload {

  /** The file that holds that count, as a long; -1 before the store was opened first. */
  static final String ACKNOWLEDGED = "acknowledged";

  static final String STORE = "a/store";
  static final LogOptions TINY = new LogOptions(8 << 10, 32 << 10, 2);

  private static final int STREAMS = 3;
  private static final int LARGE_CHARACTERS = 16_000;

  private final Path root;
  private final SplittableRandom random;
  private final FileChannel acknowledged;
  private long next;

  private PowerLossWorkload(Path root, long seed, FileChannel acknowledged) {
    this.root = root;
    this.random = new SplittableRandom(seed);
    this.acknowledged = acknowledged;
  }

  /** Takes the folder, a seed, and how often to open the store. */
  public static void main(String... arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    try (FileChannel acknowledged =
        FileChannel.open(
            root.resolve(ACKNOWLEDGED), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      PowerLossWorkload workload =
          new PowerLossWorkload(root, Long.parseLong(arguments[1]), acknowledged);
      for (int round = Integer.parseInt(arguments[2]); round > 0; round--) {
        workload.run();
      }
    }
  }

  static Kernel open(Path store) {
    return RocksKernel.open(
        store, Environment.system(), descriptor -> ValueFormat.INSTANCE, TINY, BusyKernels::open);
  }

  private void run() throws IOException {
    try (Kernel kernel = open(root.resolve(STORE))) {
      acknowledge();
      for (int i = random.nextInt(600); i > 0; i--) {
        append(kernel);
        if (random.nextInt(60) == 0) {
          kernel.derived().flush();
        }
      }
    }
  }

  private void append(Kernel kernel) throws IOException {
    EventStream stream = Stores.stream(kernel, "stream-" + next / 100 % STREAMS);
    AppendRequest request = AppendRequest.of(event(next));
    boolean durable = random.nextInt(50) == 0;
    stream.append(durable ? request.durable() : request).orThrow();
    next++;
    if (durable) {
      acknowledge();
    }
  }

  /** Returns the event of that number. */
  static Value event(long number) {
    SplittableRandom random = new SplittableRandom(number);
    int length = random.nextInt(random.nextInt(150) == 0 ? LARGE_CHARACTERS : 600);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt('a', 'z'));
    }
    return Value.list(number, text.toString());
  }

  private void acknowledge() throws IOException {
    acknowledged.write(ByteBuffer.allocate(Long.BYTES).putLong(0, next), 0);
  }
}
