package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What readers find of chunks that are moved under them. */
final class HistoryTest {

  private static final Chunk CHUNK =
      Chunk.seal(1, 0, new Stamp(1, 1, List.of()), Chunk.Batch.of(1, new byte[10_000], 0));

  private final HeapKeyValue state = new HeapKeyValue();

  /** A log that has let go of all its bytes, as soon as they are in the state. */
  private final class EmptiedLog implements CommitLog {

    @Override
    public MemorySegment read(long address, long lengthBytes) {
      put(Chunk.pack(List.of(CHUNK)));
      throw new DamageException("a part of the commit log is gone");
    }

    @Override
    public long append(ByteBuffer... commit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long sync() {
      return 0;
    }

    @Override
    public long synced() {
      return 0;
    }

    @Override
    public long last() {
      return 0;
    }

    @Override
    public void replay(long after, Visitor visitor) {}

    @Override
    public void release(long until) {}

    @Override
    public void close() {}
  }

  private void put(byte[] value) {
    state.write(new KeyValue.Batch().put(KeyValue.Family.CHUNKS, StateKeys.chunks(1, 0), value));
  }

  @Test
  void aChunkThatLeavesTheLogWhileItIsLookedFor_isFoundInTheState() {
    put(new ChunkPlace(64, CHUNK.lengthBytes()).toBytes());
    try (Kernel kernel = HeapKernel.open(Environment.system())) {
      LogStream stream = (LogStream) kernel.open(StreamDescriptor.generic("a"));

      MemorySegment pack = new History(state, new EmptiedLog()).pack(stream, 0);

      assertThat(ChunkHeader.read(pack, 0).body().byteSize()).isEqualTo(10_000);
    }
  }
}
