package bourn.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one stream knows of one producer.
 *
 * <pre>
 *  byte  0         version    1
 *  byte  1 ..  4   epoch
 *  byte  5 .. 12   sequence   of the last batch
 *  byte 13         recent     number of batches
 *  byte 14 ..      batches    16 bytes each: first offset u64, last offset u64; the last one last
 * </pre>
 *
 * <p>All numbers are little-endian.
 *
 * @param epoch of the last batch
 * @param sequence of the last batch
 * @param recent where the last batches of the epoch lie, in order
 */
record ProducerRecord(int epoch, long sequence, List<Append.Duplicate> recent) {

  /** A producer that has appended nothing. */
  static final ProducerRecord NEW = new ProducerRecord(-1, -1, List.of());

  private static final int MOST_RECENT = 8;
  private static final byte VERSION = 1;
  private static final int FIXED_BYTES = 14;
  private static final int RECENT_BYTES = 16;

  ProducerRecord {
    recent = List.copyOf(recent);
  }

  /** Returns why {@code batch} is refused, or null when it is the next. */
  @Nullable Append refusal(Producer batch) {
    if (batch.epoch() < epoch) {
      return new Append.Fenced(epoch);
    }
    if (batch.epoch() == epoch && batch.sequence() <= sequence) {
      return duplicate(sequence - batch.sequence());
    }
    long expected = batch.epoch() == epoch ? sequence + 1 : 0;
    return batch.sequence() == expected ? null : new Append.OutOfSequence(expected);
  }

  private Append.Duplicate duplicate(long ago) {
    return ago < recent.size()
        ? recent.get((int) (recent.size() - 1 - ago))
        : Append.Duplicate.LONG_AGO;
  }

  /** Returns what is known once {@code batch}, the next, lies at {@code first} to {@code last}. */
  ProducerRecord with(Producer batch, long first, long last) {
    List<Append.Duplicate> batches = new ArrayList<>(batch.epoch() == epoch ? recent : List.of());
    if (batches.size() == MOST_RECENT) {
      batches.removeFirst();
    }
    batches.add(new Append.Duplicate(first, last));
    return new ProducerRecord(batch.epoch(), batch.sequence(), batches);
  }

  /** Returns what {@code state} has of that producer. */
  static ProducerRecord load(KeyValue state, ProducerKey key) {
    byte[] bytes = state.get(KeyValue.Family.STREAMS, key.toBytes());
    return bytes == null ? NEW : of(bytes);
  }

  byte[] toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(FIXED_BYTES + RECENT_BYTES * recent.size())
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(VERSION)
            .putInt(epoch)
            .putLong(sequence)
            .put((byte) recent.size());
    recent.forEach(batch -> out.putLong(batch.first()).putLong(batch.last()));
    return out.array();
  }

  static ProducerRecord of(byte[] bytes) {
    if (bytes.length < FIXED_BYTES || bytes[0] != VERSION) {
      throw new StorageException(
          "a producer's record has version 1 and at least 14 bytes, found "
              + bytes.length
              + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(1);
    int epoch = in.getInt();
    long sequence = in.getLong();
    List<Append.Duplicate> batches = new ArrayList<>();
    for (int left = in.get(); left > 0; left--) {
      batches.add(new Append.Duplicate(in.getLong(), in.getLong()));
    }
    return new ProducerRecord(epoch, sequence, batches);
  }
}
