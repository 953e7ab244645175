package bourn.kernel;

/**
 * One event of one stream, named for ever: an incarnation's number is never given again, and an
 * event's offset never changes.
 *
 * @param incarnation of the stream, positive; {@link Kernel#find(long)} has the stream
 * @param offset of the event, not negative
 */
public record Reference(long incarnation, long offset) implements Value {

  /** Incarnations stay below this, so that a reference packs into 64 bits. */
  public static final long INCARNATION_LIMIT = 1L << 23;

  /** Offsets stay below this, so that a reference packs into 64 bits. */
  public static final long OFFSET_LIMIT = 1L << 40;

  public Reference {
    if (incarnation < 1 || incarnation >= INCARNATION_LIMIT) {
      throw new IllegalArgumentException(
          "incarnation must lie in [1, " + INCARNATION_LIMIT + "), was " + incarnation);
    }
    if (offset < 0 || offset >= OFFSET_LIMIT) {
      throw new IllegalArgumentException(
          "offset must lie in [0, " + OFFSET_LIMIT + "), was " + offset);
    }
  }

  /** Returns this reference as one number; references order as their numbers do. */
  public long packed() {
    return (incarnation << 40) | offset;
  }

  /** Returns the reference of which {@code packed} is the number. */
  public static Reference unpacked(long packed) {
    return new Reference(packed >>> 40, packed & (OFFSET_LIMIT - 1));
  }

  @Override
  public String toString() {
    return "#bourn/ref [" + incarnation + " " + offset + "]";
  }
}
