package bourn.kernel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tags that Bourn reads itself. */
final class EdnTags {

  private static final Pattern PARTIAL_TIME =
      Pattern.compile(
          "(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)(?:T(\\d\\d)(?::(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?)?"
              + ")?)?)?(Z|[+-]\\d\\d:\\d\\d)?");

  private EdnTags() {}

  /** Returns whether {@code tag} never makes a {@link Value.Tagged}. */
  static boolean isReserved(String tag) {
    return tag.equals("inst") || tag.equals("uuid") || tag.startsWith("bourn/");
  }

  /** Returns what the reserved {@code tag} makes of {@code value}, null when it makes nothing. */
  static @Nullable Value read(String tag, Value value) {
    try {
      return switch (tag) {
        case "inst" -> value instanceof Value.Text(String text) ? timeOf(text) : null;
        case "uuid" -> value instanceof Value.Text(String text) ? uuidOf(text) : null;
        case "bourn/bytes" ->
            value instanceof Value.Text(String text)
                ? new Value.Bytes(HexFormat.of().parseHex(text))
                : null;
        case "bourn/keyword" -> value instanceof Value.Text(String text) ? Keyword.of(text) : null;
        case "bourn/symbol" -> value instanceof Value.Text(String text) ? new Symbol(text) : null;
        case "bourn/ref" -> value instanceof Value.Items(List<Value> items) ? refOf(items) : null;
        case "bourn/blob" -> value instanceof Value.Items(List<Value> items) ? blobOf(items) : null;
        case "bourn/tagged" ->
            value instanceof Value.Items(List<Value> items)
                    && items.size() == 2
                    && items.get(0) instanceof Value.Text(String name)
                ? new Value.Tagged(new Symbol(name), items.get(1))
                : null;
        default -> null;
      };
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException outOfRange) {
      return null;
    }
  }

  /** Returns what the reserved {@code tag} requires. */
  static String required(String tag) {
    return switch (tag) {
      case "inst" -> "#inst with a time such as \"2026-01-31T10:15:30.123456Z\"";
      case "uuid" -> "#uuid with a string such as \"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"";
      case "bourn/bytes" -> "#bourn/bytes with a string of hexadecimal digits in pairs";
      case "bourn/keyword" -> "#bourn/keyword with a name that does not begin with a colon";
      case "bourn/symbol" -> "#bourn/symbol with a name";
      case "bourn/ref" -> "#bourn/ref [incarnation offset]";
      case "bourn/blob" -> "#bourn/blob [incarnation offset start length crc]";
      case "bourn/tagged" -> "#bourn/tagged [\"tag\" value]";
      default -> "a tag that Bourn knows, or one outside the namespace bourn";
    };
  }

  private static Value timeOf(String text) {
    Value usual = TimeText.read(text);
    if (usual != null) {
      return usual;
    }
    Matcher partial = PARTIAL_TIME.matcher(text);
    if (!partial.matches()) {
      return Value.of(Instant.parse(text));
    }
    LocalDateTime local =
        LocalDateTime.of(
            part(partial, 1, 0),
            part(partial, 2, 1),
            part(partial, 3, 1),
            part(partial, 4, 0),
            part(partial, 5, 0),
            part(partial, 6, 0),
            nanos(partial.group(7)));
    String offset = partial.group(8);
    return Value.of(
        local.toInstant(
            offset == null || offset.equals("-00:00") ? ZoneOffset.UTC : ZoneOffset.of(offset)));
  }

  private static int part(Matcher time, int group, int absent) {
    String digits = time.group(group);
    return digits == null ? absent : Integer.parseInt(digits);
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }

  private static @Nullable Value uuidOf(String text) {
    return text.length() == 36 ? new Value.Uuid(UUID.fromString(text)) : null;
  }

  private static @Nullable Value refOf(List<Value> items) {
    return items.size() == 2 ? new Reference(number(items.get(0)), number(items.get(1))) : null;
  }

  private static @Nullable Value blobOf(List<Value> items) {
    return items.size() == 5
        ? new BlobReference(
            new Reference(number(items.get(0)), number(items.get(1))),
            Math.toIntExact(number(items.get(2))),
            Math.toIntExact(number(items.get(3))),
            Math.toIntExact(number(items.get(4))))
        : null;
  }

  private static long number(Value value) {
    if (value instanceof Value.Int(long number)) {
      return number;
    }
    throw new IllegalArgumentException("a whole number is required, was " + value);
  }
}
