package bourn.typed;

import bourn.kernel.EventFormat;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamKind;

/** The formats of typed streams, for whoever opens a kernel that holds some. */
public final class TypedFormats {

  private TypedFormats() {}

  /**
   * Returns the format of the typed stream that {@code descriptor} describes.
   *
   * @throws IllegalArgumentException if it describes no typed stream
   */
  public static EventFormat of(StreamDescriptor descriptor) {
    if (descriptor.kind() != StreamKind.TYPED) {
      throw new IllegalArgumentException("a typed stream is expected, was " + descriptor.kind());
    }
    return new TypedFormat(ProductType.of(descriptor.type()));
  }
}
