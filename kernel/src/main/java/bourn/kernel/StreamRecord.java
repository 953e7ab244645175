package bourn.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream at one commit.
 *
 * <pre>
 *  byte  0         version      1
 *  byte  1         sealed       1 if it is
 *  byte  2 ..  9   incarnation
 *  byte 10 .. 17   tail
 *  byte 18 .. 21   epochs       number of starts
 *  byte 22 ..      starts       12 bytes each: epoch u32, offset u64
 *  then            descriptor   as a body of one event
 * </pre>
 *
 * <p>All numbers are little-endian.
 */
record StreamRecord(
    StreamDescriptor descriptor, long incarnation, long tail, boolean sealed, Epochs epochs) {

  private static final byte VERSION = 1;
  private static final int FIXED_BYTES = 22;
  private static final int START_BYTES = 12;

  StreamRecord withTail(long grown) {
    return new StreamRecord(descriptor, incarnation, grown, sealed, epochs);
  }

  StreamRecord asSealed() {
    return new StreamRecord(descriptor, incarnation, tail, true, epochs);
  }

  StreamRecord atEpoch(int epoch) {
    return new StreamRecord(descriptor, incarnation, tail, sealed, epochs.with(epoch, tail));
  }

  byte[] toBytes() {
    byte[] name = DescriptorCodec.encode(descriptor);
    int starts = epochs.starts().size();
    ByteBuffer out =
        ByteBuffer.allocate(FIXED_BYTES + START_BYTES * starts + name.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(VERSION)
            .put((byte) (sealed ? 1 : 0))
            .putLong(incarnation)
            .putLong(tail)
            .putInt(starts);
    epochs.starts().forEach(start -> out.putInt(start.epoch()).putLong(start.offset()));
    return out.put(name).array();
  }

  static StreamRecord of(byte[] bytes) {
    if (bytes.length < FIXED_BYTES || bytes[0] != VERSION) {
      throw new StorageException(
          "a stream's record has version 1 and at least 22 bytes, found "
              + bytes.length
              + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(1);
    boolean sealed = in.get() == 1;
    long incarnation = in.getLong();
    long tail = in.getLong();
    List<Epochs.Start> starts = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      starts.add(new Epochs.Start(in.getInt(), in.getLong()));
    }
    byte[] descriptor = new byte[in.remaining()];
    in.get(descriptor);
    return new StreamRecord(
        DescriptorCodec.decode(descriptor), incarnation, tail, sealed, new Epochs(starts));
  }
}
