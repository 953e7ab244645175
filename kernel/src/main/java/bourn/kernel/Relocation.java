package bourn.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * Chunks that stay in a part of the log move into the state, byte for byte, so that the part can
 * go.
 *
 * @param moves the chunks; those that are elsewhere by now, or gone, are passed over
 */
record Relocation(List<Move> moves) implements StateEdit {

  /** The chunks that lie at {@code place}. */
  record Move(List<Chunk> chunks, ChunkPlace place) {

    /** Returns whether {@code state} still has it there. */
    boolean isDue(KeyValue state) {
      return Arrays.equals(state.get(KeyValue.Family.CHUNKS, key()), place.toBytes());
    }

    private byte[] key() {
      return StateKeys.chunks(chunks.getFirst().incarnation(), chunks.getFirst().first());
    }
  }

  @Override
  public void write(KeyValue.Batch batch, KeyValue state, Usage usage) {
    for (Move move : moves) {
      if (move.isDue(state)) {
        usage.release(move.place().toBytes());
        byte[] pack = Chunk.pack(move.chunks());
        usage.addPacked(pack.length);
        batch.put(KeyValue.Family.CHUNKS, move.key(), pack);
      }
    }
  }
}
