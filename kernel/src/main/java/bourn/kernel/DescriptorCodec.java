package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** The bytes of a stream's descriptor: those of an event that carries it. */
final class DescriptorCodec {

  private DescriptorCodec() {}

  static byte[] encode(StreamDescriptor descriptor) {
    return ValueFormat.INSTANCE.encode(List.of(descriptor.toValue()));
  }

  static StreamDescriptor decode(byte[] bytes) {
    EventFormat.Walker walker = ValueFormat.INSTANCE.walker();
    walker.stand(MemorySegment.ofArray(bytes), 1, 0);
    return StreamDescriptor.of(walker.value());
  }
}
