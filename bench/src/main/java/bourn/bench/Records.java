package bourn.bench;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Records of one length in batches, from a fixed seed. What they hold cannot be compressed, and
 * comes again only after more bytes than a compressor looks back.
 */
final class Records {

  private static final int BATCHES = 16;

  private final int recordBytes;
  private final int recordsABatch;
  private final List<List<Value>> values = new ArrayList<>();
  private final byte[][][] bytes;

  Records(int recordBytes, int recordsABatch) {
    this.recordBytes = recordBytes;
    this.recordsABatch = recordsABatch;
    this.bytes = new byte[BATCHES][recordsABatch][recordBytes];
    SplittableRandom random = new SplittableRandom(20_261_121);
    for (byte[][] batch : bytes) {
      Arrays.stream(batch).forEach(random::nextBytes);
      values.add(Arrays.stream(batch).<Value>map(Value.Bytes::new).toList());
    }
  }

  int recordBytes() {
    return recordBytes;
  }

  int recordsABatch() {
    return recordsABatch;
  }

  int batchBytes() {
    return recordBytes * recordsABatch;
  }

  /** Returns the batch {@code index} as values. */
  List<Value> values(long index) {
    return values.get((int) (index % BATCHES));
  }

  /** Returns the batch {@code index} as arrays, not to be modified. */
  byte[][] bytes(long index) {
    return bytes[(int) (index % BATCHES)];
  }

  /** Writes the batch {@code index} into {@code target} from {@code at} on. */
  void copy(long index, byte[] target, int at) {
    int to = at;
    for (byte[] record : bytes(index)) {
      System.arraycopy(record, 0, target, to, recordBytes);
      to += recordBytes;
    }
  }
}
