package bourn.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream at one commit.
 *
 * <pre>
 *  byte  0         version      2
 *  byte  1         flags        1: sealed, 2: deleted
 *  byte  2 ..  9   incarnation
 *  byte 10 .. 17   parent       incarnation of the stream this is a fork of, 0 when it is none
 *  byte 18 .. 25   at           first offset that this does not share with its parent
 *  byte 26 .. 33   earliest     first offset that can be read
 *  byte 34 .. 41   tail
 *  byte 42 .. 49   bytes        of all chunks appended so far
 *  byte 50 .. 57   hlc          of the last stamp
 *  byte 58 .. 65   configured   milliseconds since 1970 at which the settings were set
 *  byte 66 .. 69   epochs       number of starts
 *  byte 70 .. 73   settings     length in bytes
 *  byte 74 ..      starts       12 bytes each: epoch u32, offset u64
 *  then            settings     as a value
 *  then            descriptor   as a body of one event
 * </pre>
 *
 * <p>All numbers are little-endian.
 */
record StreamRecord(
    StreamDescriptor descriptor,
    long incarnation,
    @Nullable Reference parent,
    Reach reach,
    boolean sealed,
    boolean deleted,
    Epochs epochs,
    Configuration configuration) {

  private static final byte VERSION = 2;
  private static final int SEALED = 1;
  private static final int DELETED = 2;
  private static final int FIXED_BYTES = 74;
  private static final int START_BYTES = 12;

  /** Returns a new and empty stream. */
  static StreamRecord created(StreamDescriptor descriptor, long incarnation) {
    return new StreamRecord(
        descriptor,
        incarnation,
        null,
        Reach.NOTHING,
        false,
        false,
        Epochs.NONE,
        Configuration.DEFAULT);
  }

  /** Returns a stream that shares what lies before {@code parent}, and nothing yet of its own. */
  static StreamRecord forked(
      StreamDescriptor descriptor, long incarnation, Reference parent, long earliest) {
    return new StreamRecord(
        descriptor,
        incarnation,
        parent,
        new Reach(earliest, parent.offset(), 0, 0),
        false,
        false,
        Epochs.NONE,
        Configuration.DEFAULT);
  }

  StreamRecord with(Reach moved) {
    return new StreamRecord(
        descriptor, incarnation, parent, moved, sealed, deleted, epochs, configuration);
  }

  StreamRecord with(Configuration changed) {
    return new StreamRecord(
        descriptor, incarnation, parent, reach, sealed, deleted, epochs, changed);
  }

  StreamRecord asSealed() {
    return new StreamRecord(
        descriptor, incarnation, parent, reach, true, deleted, epochs, configuration);
  }

  StreamRecord asDeleted() {
    return new StreamRecord(
        descriptor, incarnation, parent, reach, sealed, true, epochs, configuration);
  }

  StreamRecord atEpoch(int epoch) {
    Epochs more = epochs.with(epoch, reach.tail());
    return new StreamRecord(
        descriptor, incarnation, parent, reach, sealed, deleted, more, configuration);
  }

  byte[] toBytes() {
    byte[] name = DescriptorCodec.encode(descriptor);
    byte[] settings = ValueCodec.encode(configuration.settings().toValue());
    int starts = epochs.starts().size();
    ByteBuffer out =
        ByteBuffer.allocate(FIXED_BYTES + START_BYTES * starts + settings.length + name.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(VERSION)
            .put((byte) ((sealed ? SEALED : 0) | (deleted ? DELETED : 0)))
            .putLong(incarnation)
            .putLong(parent == null ? 0 : parent.incarnation())
            .putLong(parent == null ? 0 : parent.offset())
            .putLong(reach.earliest())
            .putLong(reach.tail())
            .putLong(reach.bytes())
            .putLong(reach.hlc())
            .putLong(configuration.epochMillis())
            .putInt(starts)
            .putInt(settings.length);
    epochs.starts().forEach(start -> out.putInt(start.epoch()).putLong(start.offset()));
    return out.put(settings).put(name).array();
  }

  static StreamRecord of(byte[] bytes) {
    if (bytes.length < FIXED_BYTES || bytes[0] != VERSION) {
      throw new StorageException(
          "a stream's record has version "
              + VERSION
              + " and at least "
              + FIXED_BYTES
              + " bytes, found version "
              + (bytes.length == 0 ? "none" : bytes[0])
              + " and "
              + bytes.length
              + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(1);
    int flags = in.get();
    long incarnation = in.getLong();
    long parent = in.getLong();
    long at = in.getLong();
    Reach reach = new Reach(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    long configured = in.getLong();
    int starts = in.getInt();
    byte[] settings = new byte[in.getInt()];
    Epochs epochs = epochs(in, starts);
    in.get(settings);
    byte[] descriptor = new byte[in.remaining()];
    in.get(descriptor);
    return new StreamRecord(
        DescriptorCodec.decode(descriptor),
        incarnation,
        parent == 0 ? null : new Reference(parent, at),
        reach,
        (flags & SEALED) != 0,
        (flags & DELETED) != 0,
        epochs,
        new Configuration(StreamSettings.of(ValueCodec.decode(settings)), configured));
  }

  private static Epochs epochs(ByteBuffer in, int count) {
    List<Epochs.Start> starts = new ArrayList<>();
    for (int left = count; left > 0; left--) {
      starts.add(new Epochs.Start(in.getInt(), in.getLong()));
    }
    return new Epochs(starts);
  }
}
