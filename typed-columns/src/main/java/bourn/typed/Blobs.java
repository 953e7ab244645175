package bourn.typed;

import bourn.columns.Codes;
import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.BlobReference;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.CommitRequest;
import bourn.kernel.Committed;
import bourn.kernel.EventStream;
import bourn.kernel.Events;
import bourn.kernel.InvalidEventsException;
import bourn.kernel.Kernel;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamKind;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.kernel.ValueCodec;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Values of any size in rows of fixed width: texts, bytes, documents. A field of the type {@link
 * FieldType#BLOB} holds where its value lies in the stream of blobs beside the stream of rows,
 * called as that with {@link #SUFFIX} behind, with length and checksum. Both are appended in one
 * commit. Reading rows reads no blob; {@link #read} does.
 *
 * <pre>{@code
 * EventStream papers = ProductType.parse("[[:year :i16] [:body :blob]]").open(kernel, "papers");
 * Blobs.append(papers, AppendRequest.of(Value.map("year", 1936, "body", text)));
 * Value text = Blobs.read(kernel, reference);  // checked
 * }</pre>
 */
public final class Blobs {

  /*
   * A blob event is one value of bytes: the encodings of the blobs of a batch back to back, so that
   * small ones cost no event each. References name the event by its offset, which is known before
   * the commit because the commit is under the condition that the blob stream ends there.
   *
   * Commits put blobs and their rows into the same order, so what no row refers to any more is what
   * lies before the first blob of the first row.
   */

  /** What the name of the stream of blobs has behind that of the rows. */
  public static final String SUFFIX = ".blobs";

  /** The most bytes of one blob, encoded. */
  public static final int MOST_BYTES = 15 << 20;

  private static final int EVENT_BYTES = 1 << 20;
  private static final int MOST_TRIES = 1_000;

  private Blobs() {}

  /**
   * Appends to {@code stream} as {@link EventStream#append(AppendRequest)} does, whatever its kind;
   * what the rows of a typed stream hold in fields of blobs, any values, goes into its stream of
   * blobs in the same commit. References are appended as they are. Blobs that are of no row any
   * more, since rows were dropped, are dropped too.
   *
   * @return as {@link EventStream#append(AppendRequest)}; {@link Append.Invalid} also for a blob of
   *     more than {@link #MOST_BYTES}
   */
  public static Append append(EventStream stream, AppendRequest request) {
    List<Field> fields = fields(stream);
    if (fields.isEmpty() || !(request.events() instanceof Events.Values(List<Value> rows))) {
      return stream.append(request);
    }
    EventStream blobs = stream.kernel().open(StreamDescriptor.generic(name(stream)));
    try {
      drop(stream, blobs, fields);
      return append(stream, blobs, rows, fields, request);
    } catch (InvalidEventsException e) {
      return new Append.Invalid(e.violations());
    }
  }

  private static List<Field> fields(EventStream stream) {
    return stream.descriptor().kind() != StreamKind.TYPED
        ? List.of()
        : ProductType.of(stream).fields().stream()
            .filter(field -> field.type() == FieldType.BLOB)
            .toList();
  }

  private static String name(EventStream rows) {
    return rows.descriptor().name().text() + SUFFIX;
  }

  private static Append append(
      EventStream stream,
      EventStream blobs,
      List<Value> rows,
      List<Field> fields,
      AppendRequest request) {
    StreamName rowsName = stream.descriptor().name();
    StreamName blobsName = blobs.descriptor().name();
    Append conflict = null;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      BlobPacker packer = new BlobPacker(blobs, EVENT_BYTES);
      List<Value> packed = packer.pack(rows, fields);
      AppendRequest referring =
          new AppendRequest(
              new Events.Values(packed),
              request.condition(),
              request.producer(),
              request.durability(),
              request.context());
      if (packer.events().isEmpty()) {
        return stream.append(referring);
      }
      AppendRequest holding =
          AppendRequest.of(packer.events()).ifTailIs(packer.tail()).with(request.durability());
      Committed committed =
          stream
              .kernel()
              .commit(new CommitRequest(Map.of(rowsName, referring, blobsName, holding)));
      Append outcome = committed.outcomes().get(rowsName);
      conflict = committed.outcomes().get(blobsName);
      if (outcome != null && (committed.all() || !(conflict instanceof Append.Conflict))) {
        return outcome;
      }
    }
    throw new IllegalStateException(
        "others append to " + blobsName + " without end; it ends with " + conflict);
  }

  /**
   * Returns the value that {@code blob} refers to, its checksum verified.
   *
   * @throws NoSuchElementException if it was dropped, as rows that referred to it were, or its
   *     stream was deleted
   * @throws StorageException if it cannot be read whole
   */
  public static Value read(Kernel kernel, BlobReference blob) {
    long offset = blob.blob().offset();
    Optional<EventStream> stream = kernel.find(blob.blob().incarnation());
    if (stream.isEmpty() || offset < stream.get().extent().earliest()) {
      throw new NoSuchElementException(blob + " is gone: it was dropped, or its stream deleted");
    }
    try (Reader reader =
        stream.get().bound(new Bound(offset, offset + 1), CausalContext.NONE).read()) {
      if (reader.next() != Step.EVENT) {
        throw new StorageException(blob + " cannot be read: " + reader.gap());
      }
      return read(blob, reader.value());
    }
  }

  private static Value read(BlobReference blob, Value event) {
    if (!(event instanceof Value.Bytes held)
        || held.value().length - blob.start() < blob.lengthBytes()) {
      throw new StorageException(blob + " refers beyond the bytes of its event");
    }
    byte[] bytes = held.value();
    int crc = crc(bytes, blob.start(), blob.lengthBytes());
    if (crc != blob.crc()) {
      throw new StorageException(
          "the checksum " + blob.crc() + " of " + blob + " is expected, was " + crc);
    }
    return ValueCodec.decode(MemorySegment.ofArray(bytes), blob.start(), blob.lengthBytes());
  }

  static int crc(byte[] bytes, int start, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, start, length);
    return (int) crc.getValue();
  }

  /**
   * Drops the blobs of {@code stream} that no row refers to any more, since the rows before were
   * dropped. {@link #append} does so by itself. Who keeps references elsewhere keeps no blob.
   *
   * @return the offset of the earliest blob event there is now
   * @throws IllegalArgumentException if this is no typed stream
   */
  public static long drop(EventStream stream) {
    List<Field> fields = fields(stream);
    EventStream blobs = stream.kernel().open(StreamDescriptor.generic(name(stream)));
    return drop(stream, blobs, fields);
  }

  private static long drop(EventStream stream, EventStream blobs, List<Field> fields) {
    long tail = blobs.extent().tail();
    long earliest = stream.extent().earliest();
    if (earliest == 0 || blobs.extent().earliest() == tail) {
      return blobs.extent().earliest();
    }
    long needed = firstNeeded(stream, fields, blobs.extent().incarnation(), tail);
    return needed > blobs.extent().earliest() ? blobs.trim(needed) : needed;
  }

  /** The offset of the first blob event that a row refers to; {@code tail} if none does. */
  private static long firstNeeded(
      EventStream stream, List<Field> fields, long incarnation, long tail) {
    ProductType type = ProductType.of(stream);
    long first = tail;
    for (Field field : fields) {
      Codes codes = new Codes();
      long[] found = {tail};
      TypedTable.of(stream.bound())
          .scan(
              new int[] {type.indexOf(field.name())},
              List.of(),
              codes,
              batch -> {
                for (int i = 0; i < batch.count(); i++) {
                  if (batch.columns()[0].value(batch.row(i), codes) instanceof BlobReference blob
                      && blob.blob().incarnation() == incarnation) {
                    found[0] = blob.blob().offset();
                    return false;
                  }
                }
                return true;
              });
      first = Math.min(first, found[0]);
    }
    return first;
  }
}
