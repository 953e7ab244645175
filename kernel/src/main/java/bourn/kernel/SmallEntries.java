package bourn.kernel;

import java.util.function.Consumer;

/** The small entries at the end of one stream. Confined to the fold. */
final class SmallEntries {

  /*
   * A stream that grows slowly gets an entry whenever the state is written, with little in it. When
   * these are as large as a pack together, one takes their place. So the bytes of an event are
   * written to the state once more at most, and not at all in a stream that fills its entries.
   *
   * After an opening, the milestones tell where entries begin and how large they are, and the last
   * of them are counted again.
   */

  /** Fewer are not worth being written once more. */
  private static final int LEAST = 4;

  private static final int LARGE_BYTES = PendingChunks.PACK_BYTES / LEAST;
  private static final int RECALLED_EVENTS = 1 << 10;

  private long from;
  private int count;
  private long bytes;
  private boolean known;

  /**
   * Counts again what {@code state} has of a stream before {@code first}, if that is not known.
   *
   * @param before the bytes of the chunks before {@code first}
   * @param due told of entries that are worth being one
   */
  void recall(KeyValue state, long incarnation, long first, long before, Consumer<Bound> due) {
    if (known) {
      return;
    }
    known = true;
    try (KeyValue.Entries entries =
        state.scan(
            KeyValue.Family.STREAMS,
            StateKeys.milestone(incarnation, Math.max(0, first - RECALLED_EVENTS)),
            StateKeys.milestone(incarnation, first))) {
      boolean more = entries.next();
      while (more) {
        long offset = StateKeys.offset(entries.key());
        long until = Milestones.bytes(entries.value());
        more = entries.next();
        long after = more ? Milestones.bytes(entries.value()) : before;
        add(offset, after - until, due);
      }
    } catch (DamageException e) {
      end(first, due);
    }
  }

  /** Takes in the next entry, which begins at {@code first}. */
  void add(long first, long lengthBytes, Consumer<Bound> due) {
    boolean large = lengthBytes > LARGE_BYTES;
    if (large || bytes + lengthBytes > PendingChunks.PACK_BYTES) {
      end(first, due);
    }
    if (!large) {
      from = count == 0 ? first : from;
      count++;
      bytes += lengthBytes;
    }
  }

  /** Begins anew at {@code until}. */
  void end(long until, Consumer<Bound> due) {
    if (count >= LEAST) {
      due.accept(new Bound(from, until));
    }
    count = 0;
    bytes = 0;
  }
}
