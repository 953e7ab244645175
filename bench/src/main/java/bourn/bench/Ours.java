package bourn.bench;

import bourn.Bourn;
import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.EventFormat;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import bourn.kernel.StreamDescriptor;
import bourn.storage.RocksKernel;
import bourn.typed.TypedFormats;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;

/** Stores of ours for benchmarks. */
final class Ours {

  static final String STREAM = "records";

  private static final Function<StreamDescriptor, EventFormat> FORMATS = TypedFormats::of;
  private static final byte[] AFTER_ALL = new byte[16];

  static {
    java.util.Arrays.fill(AFTER_ALL, (byte) 0xFF);
  }

  private Ours() {}

  static Kernel open(Path folder) {
    return RocksKernel.open(folder, Environment.system(), FORMATS);
  }

  /** Appends batches; done when the state holds the last of them. */
  static long append(Path folder, Records records, long batches) {
    try (Kernel kernel = open(folder)) {
      EventStream stream = kernel.open(StreamDescriptor.generic(STREAM));
      long start = System.nanoTime();
      for (long batch = 0; batch < batches; batch++) {
        stream.append(AppendRequest.of(records.values(batch))).orThrow();
      }
      awaitApplied(kernel, stream.extent().tail() - records.recordsABatch());
      return System.nanoTime() - start;
    }
  }

  /** Waits until the state of {@code kernel}, which has one stream, holds {@code offset}. */
  static void awaitApplied(Kernel kernel, long offset) {
    while (applied(kernel) < offset) {
      Thread.onSpinWait();
    }
  }

  private static long applied(Kernel kernel) {
    KeyValue.Entry last = kernel.derived().floor(KeyValue.Family.CHUNKS, AFTER_ALL);
    return last == null ? -1 : ByteBuffer.wrap(last.key()).getLong(Long.BYTES);
  }

  /** Fills a store with batches and closes it. */
  static void fill(Path folder, Records records, long batches) {
    try (Bourn bourn = Bourn.open(folder)) {
      EventStream stream = bourn.stream(STREAM);
      for (long batch = 0; batch < batches; batch++) {
        stream.append(AppendRequest.of(records.values(batch))).orThrow();
      }
    }
  }

  static EventStream stream(Kernel kernel) {
    return Objects.requireNonNull(kernel.open(StreamDescriptor.generic(STREAM)));
  }
}
