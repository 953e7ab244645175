package bourn.adapters;

import bourn.kernel.Reader;
import bourn.kernel.Stamp;
import bourn.kernel.Value;

/** An event, taken off its reader: it stays what it is when the reader moves on. */
public record Event(long offset, Stamp stamp, Value value) {

  static Event of(Reader reader) {
    return new Event(reader.offset(), reader.stamp(), reader.value());
  }
}
