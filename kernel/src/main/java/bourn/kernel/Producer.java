package bourn.kernel;

/**
 * Who appends, so that a batch sent twice is appended once. The numbers are kept for every stream
 * by itself and for ever, in the commits of the batches they number.
 *
 * <p>Whoever retries an append sends the same sequence again and gets {@link Append.Duplicate} if
 * it had been appended. Whoever takes a producer over begins at sequence 0 of a greater epoch; from
 * then on batches of the smaller epoch are {@link Append.Fenced}.
 *
 * @param id of the producer, chosen by the user: 1 to 200 characters
 * @param epoch of the producer, not negative: a greater one fences every smaller one
 * @param sequence of the batch within the epoch, from 0 without holes
 */
public record Producer(String id, int epoch, long sequence) {

  private static final int MOST_CHARACTERS = 200;

  public Producer {
    if (id.isEmpty() || id.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a producer's id has 1 to " + MOST_CHARACTERS + " characters, was " + id.length());
    }
    if (epoch < 0 || sequence < 0) {
      throw new IllegalArgumentException(
          "epoch and sequence of a producer are not negative, were " + epoch + ", " + sequence);
    }
  }

  /** Returns the producer of that id in its first epoch, at its first batch. */
  public static Producer of(String id) {
    return new Producer(id, 0, 0);
  }

  /** Returns this producer at its next batch. */
  public Producer next() {
    return new Producer(id, epoch, sequence + 1);
  }

  /** Returns this producer at the first batch of the next epoch. */
  public Producer takeover() {
    return new Producer(id, epoch + 1, 0);
  }
}
