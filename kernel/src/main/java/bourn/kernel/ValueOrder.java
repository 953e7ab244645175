package bourn.kernel;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The order of values that {@link Value} promises. */
final class ValueOrder {

  private ValueOrder() {}

  static int compare(Value left, Value right) {
    int leftRank = rank(left);
    int rightRank = rank(right);
    if (leftRank != rightRank) {
      return Integer.compare(leftRank, rightRank);
    }
    return switch (left) {
      case Value.Nil nil -> 0;
      case Value.Bool bool -> Boolean.compare(bool.value(), ((Value.Bool) right).value());
      case Value.Int number when right instanceof Value.Int other ->
          Long.compare(number.value(), other.value());
      case Value.Int number -> numbers(left, right);
      case Value.Real number -> numbers(left, right);
      case Value.BigInt number -> numbers(left, right);
      case Value.Decimal number -> numbers(left, right);
      case Value.Text text -> codePoints(text.value(), ((Value.Text) right).value());
      case Keyword keyword -> codePoints(keyword.name(), ((Keyword) right).name());
      case Symbol symbol -> codePoints(symbol.name(), ((Symbol) right).name());
      case Value.Time time -> Long.compare(time.epochMicros(), ((Value.Time) right).epochMicros());
      case Value.Uuid uuid ->
          Arrays.compareUnsigned(
              new long[] {
                uuid.value().getMostSignificantBits(), uuid.value().getLeastSignificantBits()
              },
              new long[] {
                ((Value.Uuid) right).value().getMostSignificantBits(),
                ((Value.Uuid) right).value().getLeastSignificantBits()
              });
      case Value.Bytes bytes ->
          Arrays.compareUnsigned(bytes.value(), ((Value.Bytes) right).value());
      case Value.Items items -> elements(items.items(), ((Value.Items) right).items());
      case Value.Entries entries -> elements(flat(entries), flat((Value.Entries) right));
      case Value.Members members ->
          elements(sorted(members.members()), sorted(((Value.Members) right).members()));
      case Value.Tagged tagged -> {
        Value.Tagged other = (Value.Tagged) right;
        int byTag = compare(tagged.tag(), other.tag());
        yield byTag != 0 ? byTag : compare(tagged.value(), other.value());
      }
      case Reference reference -> Long.compare(reference.packed(), ((Reference) right).packed());
      case BlobReference blob -> blobs(blob, (BlobReference) right);
    };
  }

  private static int rank(Value value) {
    return switch (value) {
      case Value.Nil nil -> 0;
      case Value.Bool bool -> 1;
      case Value.Int number -> 2;
      case Value.Real number -> 2;
      case Value.BigInt number -> 2;
      case Value.Decimal number -> 2;
      case Value.Text text -> 3;
      case Keyword keyword -> 4;
      case Symbol symbol -> 5;
      case Value.Time time -> 6;
      case Value.Uuid uuid -> 7;
      case Value.Bytes bytes -> 8;
      case Value.Items items -> 9;
      case Value.Entries entries -> 10;
      case Value.Members members -> 11;
      case Value.Tagged tagged -> 12;
      case Reference reference -> 13;
      case BlobReference blob -> 14;
    };
  }

  private static int numberRank(Value number) {
    return switch (number) {
      case Value.Int i -> 0;
      case Value.Real r -> 1;
      case Value.BigInt b -> 2;
      default -> 3;
    };
  }

  private static int numbers(Value left, Value right) {
    double leftReal = left instanceof Value.Real(double real) ? real : 0;
    double rightReal = right instanceof Value.Real(double real) ? real : 0;
    int order;
    if (Double.isFinite(leftReal) && Double.isFinite(rightReal)) {
      order = magnitude(left, right);
    } else {
      order = Double.compare(leftReal, rightReal);
    }
    return order != 0 ? order : Integer.compare(numberRank(left), numberRank(right));
  }

  private static int magnitude(Value left, Value right) {
    if (left instanceof Value.Real(double leftReal)
        && right instanceof Value.Real(double rightReal)) {
      return Double.compare(leftReal, rightReal);
    }
    return exact(left).compareTo(exact(right));
  }

  private static BigDecimal exact(Value number) {
    return switch (number) {
      case Value.Int(long value) -> BigDecimal.valueOf(value);
      case Value.Real(double value) -> new BigDecimal(value);
      case Value.BigInt(java.math.BigInteger value) -> new BigDecimal(value);
      case Value.Decimal(BigDecimal value) -> value;
      default -> throw new AssertionError("not a number: " + number);
    };
  }

  /** Strings order by code point, so as their UTF-8 bytes do. */
  private static int codePoints(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  private static int elements(Collection<Value> left, Collection<Value> right) {
    Iterator<Value> others = right.iterator();
    for (Value value : left) {
      if (!others.hasNext()) {
        return 1;
      }
      int order = compare(value, others.next());
      if (order != 0) {
        return order;
      }
    }
    return others.hasNext() ? -1 : 0;
  }

  private static List<Value> sorted(Collection<Value> values) {
    List<Value> sorted = new ArrayList<>(values);
    sorted.sort(ValueOrder::compare);
    return sorted;
  }

  private static List<Value> flat(Value.Entries map) {
    List<Map.Entry<Value, Value>> entries = new ArrayList<>(map.entries().entrySet());
    entries.sort(Map.Entry.comparingByKey(ValueOrder::compare));
    List<Value> flat = new ArrayList<>(2 * entries.size());
    entries.forEach(
        entry -> {
          flat.add(entry.getKey());
          flat.add(entry.getValue());
        });
    return flat;
  }

  private static int blobs(BlobReference left, BlobReference right) {
    int byEvent = compare(left.blob(), right.blob());
    if (byEvent != 0) {
      return byEvent;
    }
    return Arrays.compare(
        new int[] {left.start(), left.lengthBytes(), left.crc()},
        new int[] {right.start(), right.lengthBytes(), right.crc()});
  }
}
