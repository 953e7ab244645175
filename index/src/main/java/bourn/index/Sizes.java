package bourn.index;

import bourn.kernel.Value;

/** How many bytes of memory values take, about. */
final class Sizes {

  private static final long OBJECT = 32;

  private Sizes() {}

  static long bytes(Value[] values) {
    long bytes = 16;
    for (Value value : values) {
      bytes += 8 + bytes(value);
    }
    return bytes;
  }

  /** Returns the bytes of {@code value} and all in it, as if nothing shared them. */
  private static long bytes(Value value) {
    return switch (value) {
      case Value.Text(String text) -> 2 * OBJECT + text.length();
      case Value.Bytes(byte[] bytes) -> OBJECT + bytes.length;
      case Value.BigInt(var number) -> 2 * OBJECT + number.bitLength() / 8;
      case Value.Decimal(var number) -> 3 * OBJECT + number.unscaledValue().bitLength() / 8;
      case Value.Items(var items) -> OBJECT + bytes(items);
      case Value.Members(var members) -> 2 * OBJECT + bytes(members);
      case Value.Entries(var entries) ->
          2 * OBJECT + bytes(entries.keySet()) + bytes(entries.values());
      case Value.Tagged(_, Value tagged) -> OBJECT + bytes(tagged);
      default -> OBJECT;
    };
  }

  private static long bytes(Iterable<Value> values) {
    long bytes = 0;
    for (Value value : values) {
      bytes += 8 + bytes(value);
    }
    return bytes;
  }
}
