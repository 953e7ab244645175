package bourn.kernel;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.UUID;

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
      case Value.Uuid uuid -> uuids(uuid.value(), ((Value.Uuid) right).value());
      case Value.Bytes bytes ->
          Arrays.compareUnsigned(bytes.value(), ((Value.Bytes) right).value());
      case Value.Items items -> elements(items.items(), ((Value.Items) right).items());
      case Value.Entries entries -> maps(entries.map(), ((Value.Entries) right).map());
      case Value.Members members -> sets(members.ascending(), ((Value.Members) right).ascending());
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
    if (left instanceof Value.Real(double real)) {
      return right instanceof Value.Int(long whole)
          ? -wholeAndReal(whole, real)
          : right instanceof Value.Real(double other)
              ? Double.compare(real, other)
              : exact(left).compareTo(exact(right));
    }
    return left instanceof Value.Int(long whole) && right instanceof Value.Real(double real)
        ? wholeAndReal(whole, real)
        : exact(left).compareTo(exact(right));
  }

  /** Compares exactly: a long that rounds to the same double may still differ from it. */
  private static int wholeAndReal(long whole, double real) {
    if (real >= 0x1p63) {
      return -1;
    }
    if (real < -0x1p63) {
      return 1;
    }
    int byWhole = Long.compare(whole, (long) real);
    return byWhole != 0 ? byWhole : Double.compare(0, real - (long) real);
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

  private static int uuids(UUID left, UUID right) {
    int byHigh =
        Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
    return byHigh != 0
        ? byHigh
        : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
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

  private static int maps(ValueMap left, ValueMap right) {
    for (int rank = 0; rank < Math.min(left.size(), right.size()); rank++) {
      int mine = left.keys().index(rank);
      int theirs = right.keys().index(rank);
      int byKey = compare(left.keys().given(mine), right.keys().given(theirs));
      int order = byKey != 0 ? byKey : compare(left.given(mine), right.given(theirs));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int sets(Ascending left, Ascending right) {
    for (int rank = 0; rank < Math.min(left.size(), right.size()); rank++) {
      int order = compare(left.given(left.index(rank)), right.given(right.index(rank)));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
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
