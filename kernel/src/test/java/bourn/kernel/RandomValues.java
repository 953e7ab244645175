package bourn.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;

/** Values of every type, drawn from a seed; small ranges, so that equal ones are common. */
public final class RandomValues {

  private static final double[] REALS = {
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.1,
    1e300,
    Double.MIN_VALUE,
    9007199254740992.0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -1.5e-7
  };
  private static final String[] TEXTS = {
    "",
    "a",
    "name",
    "person/name",
    "first name",
    "\"quoted\" \\ \n\t\r\b\f\0\u007f",
    "ä",
    "日本",
    "\uD83D\uDE00",
    "\uD83D",
    "\uDE00\uD83D",
    "\uFFFD",
    "\uFFFF",
    "\u2028\u200B",
    ":a",
    "1",
    "-5",
    "+",
    ".",
    "..",
    "nil",
    "true",
    "a/b/c",
    "/",
    "a/",
    "/a",
    "a:",
    "a::b",
    "#x",
    "'x",
    "?x",
    "$",
    "%",
    "_",
    "<=",
    ".5",
    "inst",
    "bourn/ref",
    "x".repeat(63),
    "x".repeat(64),
    "é".repeat(100),
    "a#b",
    "*ns*",
    "x'"
  };

  private final Random random;

  /** Makes a source that draws the same values for the same seed. */
  public RandomValues(long seed) {
    random = new Random(seed);
  }

  /** Returns the seeds that tests run with. */
  public static LongStream seeds() {
    return LongStream.range(1, 21);
  }

  /** Returns {@code count} values. */
  public List<Value> values(int count) {
    List<Value> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(value());
    }
    return values;
  }

  /** Returns a value nested at most three levels deep. */
  public Value value() {
    return value(3);
  }

  private Value value(int depth) {
    return switch (random.nextInt(depth > 0 ? 20 : 15)) {
      case 0 -> Value.Nil.NIL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of((long) random.nextInt(5) - 2);
      case 3 -> Value.of(random.nextLong() >> random.nextInt(64));
      case 4 -> Value.of(REALS[random.nextInt(REALS.length)]);
      case 5 -> Value.of(random.nextGaussian());
      case 6 -> Value.of(new BigInteger(60 + random.nextInt(200), random).negate());
      case 7 -> decimal();
      case 8 -> new Value.Text(text());
      case 9 -> keyword();
      case 10 -> symbol();
      case 11 -> new Value.Time(random.nextLong() >> random.nextInt(64));
      case 12 -> new Value.Uuid(new UUID(random.nextLong(), random.nextInt(2)));
      case 13 -> bytes();
      case 14 -> reference();
      case 15 -> new Value.Items(items(depth));
      case 16 -> new Value.Members(new LinkedHashSet<>(items(depth)));
      case 17 -> new Value.Tagged(symbol(), value(depth - 1));
      case 18 ->
          new BlobReference(reference(), random.nextInt(9), random.nextInt(9), random.nextInt());
      default -> entries(depth);
    };
  }

  private Value decimal() {
    return new Value.Decimal(
        random.nextBoolean()
            ? BigDecimal.valueOf(random.nextInt(5) - 2, random.nextInt(7) - 3)
            : new BigDecimal(new BigInteger(random.nextInt(100), random), random.nextInt(50) - 25));
  }

  private Value bytes() {
    byte[] bytes = new byte[random.nextInt(4)];
    random.nextBytes(bytes);
    return new Value.Bytes(bytes);
  }

  private Reference reference() {
    return new Reference(1 + random.nextInt(300), random.nextLong(Reference.OFFSET_LIMIT));
  }

  private Keyword keyword() {
    String name = text();
    return Keyword.of(name.isEmpty() || name.startsWith(":") ? "k" + name : name);
  }

  private Symbol symbol() {
    String name = text();
    return new Symbol(name.isEmpty() ? "s" : name);
  }

  private String text() {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    return random.nextInt(4) > 0 ? text : text + TEXTS[random.nextInt(TEXTS.length)];
  }

  private List<Value> items(int depth) {
    List<Value> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(value(depth - 1));
    }
    return items;
  }

  private Value entries(int depth) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      entries.put(random.nextInt(3) > 0 ? keyword() : value(depth - 1), value(depth - 1));
    }
    return new Value.Entries(entries);
  }
}
