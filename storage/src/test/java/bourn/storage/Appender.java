package bourn.storage;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Producer;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that appends to a store until it is killed, and prints the tail of its
 * stream after every acknowledged batch.
 */
final class Appender {

  private Appender() {}

  public static void main(String... arguments) {
    PrintStream out = System.out;
    Kernel kernel =
        RocksKernel.open(
            Path.of(arguments[0]),
            Environment.system(),
            descriptor -> ValueFormat.INSTANCE,
            new LogOptions(64 << 10, 1 << 20, 2));
    EventStream stream = kernel.open(StreamDescriptor.generic("numbers"));
    long tail = stream.extent().tail();
    Producer producer = resume(stream);
    while (!out.checkError()) {
      List<Value> batch = new ArrayList<>();
      for (int i = 0; i < tail % 97 + 1; i++) {
        batch.add(Value.list(tail + i, "x".repeat((int) (tail % 301)), producer.sequence()));
      }
      AppendRequest request = AppendRequest.of(batch).by(producer);
      Append.Appended appended =
          stream.append(tail % 5 == 0 ? request.durable() : request).orThrow();
      tail = appended.last() + 1;
      producer = producer.next();
      out.println(tail);
    }
  }

  /** Returns the producer at the batch that its stream expects. */
  static Producer resume(EventStream stream) {
    Producer far = new Producer("appender", 0, Long.MAX_VALUE);
    Append.OutOfSequence refusal =
        (Append.OutOfSequence) stream.append(AppendRequest.of(Value.of(0)).by(far));
    return new Producer(far.id(), far.epoch(), refusal.expected());
  }
}
