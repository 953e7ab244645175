package bourn.kernel;

/**
 * Where bytes of any size lie in a blob stream.
 *
 * @param blob the event of the blob stream that holds the bytes
 * @param start the first byte within that event
 * @param lengthBytes the number of bytes
 * @param crc the CRC32C of the bytes
 */
public record BlobReference(Reference blob, int start, int lengthBytes, int crc) implements Value {

  public BlobReference {
    if (start < 0 || lengthBytes < 0) {
      throw new IllegalArgumentException(
          "start and length must not be negative, were " + start + " and " + lengthBytes);
    }
  }

  @Override
  public String toString() {
    return "#bourn/blob ["
        + blob.incarnation()
        + " "
        + blob.offset()
        + " "
        + start
        + " "
        + lengthBytes
        + " "
        + crc
        + "]";
  }
}
