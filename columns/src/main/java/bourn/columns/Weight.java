package bourn.columns;

import bourn.kernel.Value;

/** How many bytes of memory values take, about. */
public final class Weight {

  private static final long OBJECT = 32;

  private Weight() {}

  /** Returns the bytes of {@code value} and all in it, as if nothing shared them. */
  public static long of(Value value) {
    return switch (value) {
      case Value.Text(String text) -> 2 * OBJECT + text.length();
      case Value.Bytes(byte[] bytes) -> OBJECT + bytes.length;
      case Value.BigInt(var number) -> 2 * OBJECT + number.bitLength() / 8;
      case Value.Decimal(var number) -> 3 * OBJECT + number.unscaledValue().bitLength() / 8;
      case Value.Items(var items) -> OBJECT + of(items);
      case Value.Members(var members) -> 2 * OBJECT + of(members);
      case Value.Entries(var entries) -> 2 * OBJECT + of(entries.keySet()) + of(entries.values());
      case Value.Tagged(_, Value tagged) -> OBJECT + of(tagged);
      default -> OBJECT;
    };
  }

  /** Returns the bytes of all of {@code values}. */
  public static long of(Iterable<Value> values) {
    long bytes = 0;
    for (Value value : values) {
      bytes += 8 + of(value);
    }
    return bytes;
  }
}
