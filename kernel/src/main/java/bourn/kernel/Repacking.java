package bourn.kernel;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;

/**
 * Small entries that follow each other become one, byte for byte.
 *
 * @param incarnation of the stream
 * @param keys of the entries: the offsets at which they begin
 */
record Repacking(long incarnation, Bound keys) implements StateEdit {

  @Override
  public void write(KeyValue.Batch batch, KeyValue state, Usage usage) {
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    long first = -1;
    try (KeyValue.Entries entries =
        state.scan(
            KeyValue.Family.CHUNKS,
            StateKeys.chunks(incarnation, keys.from()),
            StateKeys.chunks(incarnation, keys.until()))) {
      while (entries.next()) {
        byte[] value = entries.value();
        if (!isPack(value) || pack.size() + value.length > PendingChunks.PACK_BYTES) {
          return;
        }
        first = first < 0 ? StateKeys.first(entries.key()) : first;
        pack.writeBytes(value);
      }
    } catch (DamageException e) {
      return;
    }
    if (first >= 0) {
      put(batch, state, usage, first, pack.toByteArray());
    }
  }

  private static boolean isPack(byte[] value) {
    return !ChunkPlace.isOne(value) && LostRange.read(MemorySegment.ofArray(value)) == null;
  }

  private void put(KeyValue.Batch batch, KeyValue state, Usage usage, long first, byte[] pack) {
    Rewrite rewrite = new Rewrite(incarnation, new Bound(first, keys.until()), pack.length, pack);
    rewrite.write(batch, state, usage);
    usage.reclaimed(pack.length);
  }

  @Override
  public boolean frees() {
    return false;
  }
}
