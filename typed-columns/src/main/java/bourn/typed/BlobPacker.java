package bourn.typed;

import bourn.kernel.BlobReference;
import bourn.kernel.EventStream;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import bourn.kernel.ValueCodec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packs the blobs of one batch of rows into events, and has the rows refer to them. */
final class BlobPacker {

  private final long incarnation;
  private final long tail;
  private final int eventBytes;
  private final List<Value> events = new ArrayList<>();
  private final RowChecks checks = new RowChecks();
  private ByteArrayOutputStream event = new ByteArrayOutputStream();

  /** Packs for {@code blobs} as it ends now. */
  BlobPacker(EventStream blobs, int eventBytes) {
    this.incarnation = blobs.extent().incarnation();
    this.tail = blobs.extent().tail();
    this.eventBytes = eventBytes;
  }

  /** Returns where the blob stream has to end for the references to hold. */
  long tail() {
    return tail;
  }

  /** Returns the events that hold the blobs. */
  List<Value> events() {
    return events;
  }

  /**
   * Returns {@code rows} with references in place of what they hold in {@code fields}.
   *
   * @throws bourn.kernel.InvalidEventsException if a blob is too large
   */
  List<Value> pack(List<Value> rows, List<Field> fields) {
    List<Value> packed = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      packed.add(
          rows.get(row) instanceof Value.Entries(Map<Value, Value> entries)
              ? pack(row, entries, fields)
              : rows.get(row));
    }
    checks.finish();
    finishEvent();
    return packed;
  }

  private Value pack(int row, Map<Value, Value> entries, List<Field> fields) {
    Map<Value, Value> packed = new LinkedHashMap<>(entries);
    for (Field field : fields) {
      packed.computeIfPresent(field.key(), (key, value) -> pack(row, field, value));
    }
    return new Value.Entries(packed);
  }

  private Value pack(int row, Field field, Value value) {
    if (value instanceof BlobReference || value.equals(Value.Nil.NIL)) {
      return value;
    }
    byte[] bytes = ValueCodec.encode(value);
    if (bytes.length > Blobs.MOST_BYTES) {
      checks.refuse(
          row, field.name(), "at most " + Blobs.MOST_BYTES + " bytes", bytes.length + " bytes");
      return value;
    }
    if (event.size() > 0 && event.size() + bytes.length > eventBytes) {
      finishEvent();
    }
    int start = event.size();
    event.writeBytes(bytes);
    return new BlobReference(
        new Reference(incarnation, tail + events.size()),
        start,
        bytes.length,
        Blobs.crc(bytes, 0, bytes.length));
  }

  private void finishEvent() {
    if (event.size() > 0) {
      events.add(new Value.Bytes(event.toByteArray()));
      event = new ByteArrayOutputStream();
    }
  }
}
