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
 *  byte 42 .. 45   epochs       number of starts
 *  byte 46 ..      starts       12 bytes each: epoch u32, offset u64
 *  then            descriptor   as a body of one event
 * </pre>
 *
 * <p>All numbers are little-endian.
 */
record StreamRecord(
    StreamDescriptor descriptor,
    long incarnation,
    @Nullable Reference parent,
    long earliest,
    long tail,
    boolean sealed,
    boolean deleted,
    Epochs epochs) {

  private static final byte VERSION = 2;
  private static final int SEALED = 1;
  private static final int DELETED = 2;
  private static final int FIXED_BYTES = 46;
  private static final int START_BYTES = 12;

  /** Returns a new and empty stream. */
  static StreamRecord created(StreamDescriptor descriptor, long incarnation) {
    return new StreamRecord(descriptor, incarnation, null, 0, 0, false, false, Epochs.NONE);
  }

  /** Returns a stream that shares what lies before {@code parent}, and nothing yet of its own. */
  static StreamRecord forked(
      StreamDescriptor descriptor, long incarnation, Reference parent, long earliest) {
    long at = parent.offset();
    return new StreamRecord(
        descriptor, incarnation, parent, earliest, at, false, false, Epochs.NONE);
  }

  StreamRecord withTail(long grown) {
    return new StreamRecord(
        descriptor, incarnation, parent, earliest, grown, sealed, deleted, epochs);
  }

  StreamRecord asSealed() {
    return new StreamRecord(descriptor, incarnation, parent, earliest, tail, true, deleted, epochs);
  }

  StreamRecord asDeleted() {
    return new StreamRecord(descriptor, incarnation, parent, earliest, tail, sealed, true, epochs);
  }

  StreamRecord atEpoch(int epoch) {
    return new StreamRecord(
        descriptor, incarnation, parent, earliest, tail, sealed, deleted, epochs.with(epoch, tail));
  }

  byte[] toBytes() {
    byte[] name = DescriptorCodec.encode(descriptor);
    int starts = epochs.starts().size();
    ByteBuffer out =
        ByteBuffer.allocate(FIXED_BYTES + START_BYTES * starts + name.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(VERSION)
            .put((byte) ((sealed ? SEALED : 0) | (deleted ? DELETED : 0)))
            .putLong(incarnation)
            .putLong(parent == null ? 0 : parent.incarnation())
            .putLong(parent == null ? 0 : parent.offset())
            .putLong(earliest)
            .putLong(tail)
            .putInt(starts);
    epochs.starts().forEach(start -> out.putInt(start.epoch()).putLong(start.offset()));
    return out.put(name).array();
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
    long earliest = in.getLong();
    long tail = in.getLong();
    List<Epochs.Start> starts = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      starts.add(new Epochs.Start(in.getInt(), in.getLong()));
    }
    byte[] descriptor = new byte[in.remaining()];
    in.get(descriptor);
    return new StreamRecord(
        DescriptorCodec.decode(descriptor),
        incarnation,
        parent == 0 ? null : new Reference(parent, at),
        earliest,
        tail,
        (flags & SEALED) != 0,
        (flags & DELETED) != 0,
        new Epochs(starts));
  }
}
