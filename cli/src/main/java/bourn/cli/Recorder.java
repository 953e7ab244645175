package bourn.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingStream;

/** Records what this JVM does, as rows, while something else runs in it. */
final class Recorder implements AutoCloseable {

  private static final int ROWS_A_BATCH = 256;

  private final RecordingStream recording = new RecordingStream();
  private final List<JvmEvent> pending = new ArrayList<>();
  private final Consumer<List<JvmEvent>> rows;

  /** Starts recording; {@code rows} receives batches on a thread of the recorder's. */
  Recorder(Consumer<List<JvmEvent>> rows) {
    this.rows = rows;
    recording.enable("jdk.ObjectAllocationSample");
    recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
    recording.enable("jdk.GarbageCollection");
    recording.enable("jdk.ClassDefine");
    recording.enable("jdk.Compilation").withThreshold(Duration.ofMillis(1));
    recording.setOrdered(true);
    recording.onEvent(this::take);
    recording.onFlush(this::pass);
    recording.startAsync();
  }

  private synchronized void take(RecordedEvent event) {
    pending.add(row(event));
    if (pending.size() == ROWS_A_BATCH) {
      pass();
    }
  }

  private synchronized void pass() {
    if (!pending.isEmpty()) {
      rows.accept(List.copyOf(pending));
      pending.clear();
    }
  }

  /**
   * Passes on what has come in until now; the recorder hands on what happened about a second late.
   */
  synchronized void flush() {
    pass();
  }

  /** Passes on what happened until now, and ends. */
  @Override
  public void close() {
    recording.stop();
    pass();
    recording.close();
  }

  private static JvmEvent row(RecordedEvent event) {
    String name = event.getEventType().getName();
    return new JvmEvent(
        event.getStartTime(),
        name.substring(name.indexOf('.') + 1),
        detail(event),
        event.getDuration().toNanos(),
        event.hasField("weight") ? event.getLong("weight") : 0);
  }

  /** What the event is about: a class, a method, or why memory was collected. */
  private static String detail(RecordedEvent event) {
    if (event.hasField("objectClass")) {
      RecordedClass allocated = event.getClass("objectClass");
      return allocated == null ? "" : allocated.getName();
    }
    if (event.hasField("definedClass")) {
      RecordedClass defined = event.getClass("definedClass");
      return defined == null ? "" : defined.getName().replaceAll("[/.]0x.*", "");
    }
    if (event.hasField("cause")) {
      return event.getString("cause");
    }
    return method(event.getStackTrace());
  }

  private static String method(RecordedStackTrace trace) {
    if (trace == null || trace.getFrames().isEmpty()) {
      return "";
    }
    RecordedFrame frame = trace.getFrames().getFirst();
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }
}
