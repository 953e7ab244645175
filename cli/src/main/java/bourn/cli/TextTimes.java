package bourn.cli;

import bourn.kernel.EventStream;
import bourn.kernel.Keyword;
import bourn.kernel.StreamKind;
import bourn.kernel.Value;
import bourn.typed.Field;
import bourn.typed.FieldType;
import bourn.typed.ProductType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads times that a format without times, as JSON, brings as text, where a typed stream wants
 * them.
 */
final class TextTimes {

  private TextTimes() {}

  /** Returns {@code values} with text where {@code stream} has a field of times read as times. */
  static List<Value> read(List<Value> values, EventStream stream) {
    if (stream.descriptor().kind() != StreamKind.TYPED) {
      return values;
    }
    List<Value> times =
        ProductType.of(stream.descriptor().type()).fields().stream()
            .filter(field -> field.type() == FieldType.INSTANT)
            .map(Field::name)
            .map(name -> (Value) Keyword.of(name))
            .toList();
    return values.stream().map(value -> read(value, times)).toList();
  }

  private static Value read(Value row, List<Value> times) {
    if (!(row instanceof Value.Entries entries)) {
      return row;
    }
    Map<Value, Value> fields = new LinkedHashMap<>(entries.entries());
    for (Value name : times) {
      fields.computeIfPresent(name, (any, value) -> time(value));
    }
    return new Value.Entries(fields);
  }

  /** What is no time stays as it is, for the stream to refuse. */
  private static Value time(Value value) {
    Value.Time time = value instanceof Value.Text(String text) ? Value.Time.read(text) : null;
    return time == null ? value : time;
  }
}
