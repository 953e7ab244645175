package bourn.kernel;

/**
 * Walks a stream from a {@link Cursor}. Reading removes nothing and the stream keeps no record of
 * its readers, so any number of them read the same stream independently.
 *
 * <pre>{@code
 * while (true) {
 *   switch (reader.next()) {
 *     case EVENT -> handle(reader.value());
 *     case BLOCKED -> stream.awaitBeyond(reader.cursor().offset(), Deadline.NEVER);
 *     case GAP -> reader.seek(stream.extent().earliestCursor());
 *     case END -> { return; }
 *   }
 * }
 * }</pre>
 *
 * <p>A reader is confined to one thread. To hand a position to another thread, hand over {@link
 * #cursor} and open a second reader there.
 */
public interface Reader extends AutoCloseable {

  /**
   * Moves to the next event, if there is one. Never waits for an append.
   *
   * @return {@link Step#EVENT} if the reader now stands on an event, otherwise why it does not
   * @throws StorageException if the disk failed; a failure is never reported as {@link Step#END}
   */
  Step next();

  /**
   * Returns the value of the current event, newly made.
   *
   * @throws IllegalStateException if the last {@link #next} did not return {@link Step#EVENT}
   */
  Value value();

  /**
   * Returns the encoded value of the current event without copying it. The bytes belong to the
   * stream, must not be modified, and are valid until the next call of {@link #next}.
   *
   * @throws IllegalStateException if the last {@link #next} did not return {@link Step#EVENT}
   */
  Payload payload();

  /**
   * Returns the offset of the current event.
   *
   * @throws IllegalStateException if the last {@link #next} did not return {@link Step#EVENT}
   */
  long offset();

  /**
   * Returns the stamp of the current event's batch.
   *
   * @throws IllegalStateException if the last {@link #next} did not return {@link Step#EVENT}
   */
  Stamp stamp();

  /**
   * Returns why the last {@link #next} returned {@link Step#GAP}.
   *
   * @throws IllegalStateException if it did not
   */
  Gap gap();

  /** Returns the position after the current event: a reader opened there continues from here. */
  Cursor cursor();

  /** Moves to {@code cursor}: the next event is the one at its offset. */
  void seek(Cursor cursor);

  @Override
  void close();
}
