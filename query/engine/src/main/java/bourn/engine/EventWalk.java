package bourn.engine;

import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.EventFormat;
import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.Stamp;
import bourn.kernel.Value;
import bourn.kernel.ValueCodec;
import bourn.kernel.ValueFormat;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Stands on one event of a bounded stream after another, and decodes what is asked for. */
final class EventWalk {

  /*
   * A body of values is looked into in place: one key is found without making anything of the
   * others. Bodies of other formats give their values whole, once an event.
   */

  private final BoundedStream bounded;
  private final EventFormat.Walker walker;
  private final boolean inPlace;
  private final IdentityHashMap<Keyword, byte[]> encodedKeys = new IdentityHashMap<>();
  private long incarnation;
  private long offset;
  private @Nullable Stamp stamp;
  private @Nullable Value whole;

  EventWalk(BoundedStream bounded) {
    this.bounded = bounded;
    this.walker = bounded.stream().format().walker();
    this.inPlace = bounded.stream().format() == ValueFormat.INSTANCE;
  }

  /** What is done at each event and after each chunk. */
  interface Visitor {

    /** Returns whether to go on. */
    boolean event();

    /** Called after each chunk; returns whether to go on. */
    boolean chunk();
  }

  /** Goes through the events of {@code part}, which lies inside the bound. */
  void go(Bound part, Visitor visitor) {
    if (part.count() == 0) {
      return;
    }
    BoundedStream some =
        part.equals(bounded.bound()) ? bounded : bounded.part(part, CausalContext.NONE);
    some.chunks(
        (first, count, from, until, chunkStamp, body) -> {
          stamp = chunkStamp;
          incarnation = bounded.stream().reference(first + from).incarnation();
          for (int i = from; i < until; i++) {
            stand(first, count, i, body);
            if (!visitor.event()) {
              return false;
            }
          }
          return visitor.chunk();
        });
  }

  private void stand(long first, int count, int index, MemorySegment body) {
    offset = first + index;
    whole = null;
    walker.stand(body, count, index);
  }

  Reference reference() {
    return new Reference(incarnation, offset);
  }

  long offset() {
    return offset;
  }

  Stamp stamp() {
    Stamp known = stamp;
    if (known == null) {
      throw new IllegalStateException("the walk stands on no event");
    }
    return known;
  }

  Value value() {
    Value known = whole;
    if (known == null) {
      known = walker.value();
      whole = known;
    }
    return known;
  }

  /** Returns the value of an attribute, null when the event has none. It may not be a cause. */
  @Nullable Value value(Keyword attribute) {
    if (EventAttribute.reserved(attribute)) {
      return stamped(attribute);
    }
    Value found = key(attribute);
    return found instanceof Value.Nil ? null : found;
  }

  private @Nullable Value stamped(Keyword attribute) {
    if (attribute.equals(EventAttribute.OFFSET)) {
      return Value.of(offset);
    }
    if (attribute.equals(EventAttribute.TIME)) {
      return EventAttribute.time(stamp());
    }
    if (attribute.equals(EventAttribute.ORIGIN)) {
      return Value.of(stamp().origin());
    }
    return EventAttribute.open(value()) || value() instanceof Value.Nil ? null : value();
  }

  private @Nullable Value key(Keyword attribute) {
    if (!inPlace) {
      return value() instanceof Value.Entries entries ? entries.get(attribute) : null;
    }
    byte[] encoded = encodedKeys.computeIfAbsent(attribute, ValueCodec::encode);
    return ValueCodec.get(walker.segment(), walker.start(), walker.lengthBytes(), encoded);
  }
}
