package bourn.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The text form of values: EDN, as Clojure reads and writes it.
 *
 * <p>Every value reads back as it was printed. What EDN has no form for is tagged: {@code
 * #bourn/bytes "00ff"}, {@code #bourn/ref [incarnation offset]}, {@code #bourn/blob [incarnation
 * offset start length crc]}, and names that would not read as themselves, {@code #bourn/keyword
 * "odd name"}, {@code #bourn/symbol "12"}, {@code #bourn/tagged ["odd tag" value]}. Lists read as
 * vectors do and characters as strings; any tag that is not Bourn's own reads as a {@link
 * Value.Tagged}. Nothing that is read is ever evaluated.
 */
public final class Edn {

  /** A text that is read has at most this many characters. */
  public static final int MOST_CHARACTERS = 64 << 20;

  /** Collections, tags and discards are nested at most this deep in a text that is read. */
  public static final int MOST_DEPTH = Value.MOST_DEPTH;

  private Edn() {}

  /**
   * A value that was read, and where it stands in its text.
   *
   * @param value what the form reads as
   * @param start the index of its first character
   * @param end the index after its last character
   * @param children what the form is made of, in the order of the text: items, members, keys and
   *     values in turn, the value under a tag; empty for a scalar
   * @param list whether it was written as a list, in round brackets
   */
  public record Form(Value value, int start, int end, List<Form> children, boolean list) {
    public Form {
      children = List.copyOf(children);
    }
  }

  /**
   * Returns the one value that {@code text} holds.
   *
   * @throws EdnException if it holds none, more than one, or something that is not EDN
   */
  public static Value read(String text) {
    return readOne(new EdnReader(text, false));
  }

  /**
   * Returns the values that {@code text} holds, in order.
   *
   * @throws EdnException if it holds something that is not EDN
   */
  public static List<Value> readAll(String text) {
    EdnReader reader = new EdnReader(text, false);
    List<Value> values = new ArrayList<>();
    for (Value value = reader.next(); value != null; value = reader.next()) {
      values.add(value);
    }
    return values;
  }

  /**
   * Returns the one value that {@code text} holds, with the positions of all that it is made of.
   *
   * @throws EdnException if it holds none, more than one, or something that is not EDN
   */
  public static Form readForm(String text) {
    EdnReader reader = new EdnReader(text, true);
    readOne(reader);
    return reader.form();
  }

  private static Value readOne(EdnReader reader) {
    Value value = reader.next();
    if (value == null) {
      throw reader.expected("a value");
    }
    reader.requireEnd();
    return value;
  }

  /** Returns {@code value} as EDN on one line. */
  public static String print(Value value) {
    StringBuilder out = new StringBuilder();
    print(value, out);
    return out.toString();
  }

  /** Appends {@code value} to {@code out} as EDN on one line. */
  public static void print(Value value, StringBuilder out) {
    switch (value) {
      case Value.Text(String text) -> printText(text, out);
      case Value.Real(double real) -> out.append(real(real));
      case Value.Time time -> {
        TimeText.print(time, out.append("#inst \""));
        out.append('"');
      }
      case Keyword(String name) -> {
        if (EdnNames.isPlainKeyword(name)) {
          out.append(':').append(name);
        } else {
          printText(name, out.append("#bourn/keyword "));
        }
      }
      case Symbol(String name) -> {
        if (EdnNames.isPlainSymbol(name)) {
          out.append(name);
        } else {
          printText(name, out.append("#bourn/symbol "));
        }
      }
      case Value.Items items -> printAll(items.items(), "[", "]", out);
      case Value.Members members -> printAll(members.members(), "#{", "}", out);
      case Value.Entries map -> printMap(map, out);
      case Value.Tagged tagged -> printTagged(tagged, out);
      case Value.Nil nil -> out.append(nil);
      case Value.Bool bool -> out.append(bool);
      case Value.Int number -> out.append(number.value());
      case Value.BigInt number -> out.append(number);
      case Value.Decimal number -> out.append(number);
      case Value.Uuid uuid -> out.append(uuid);
      case Value.Bytes bytes -> out.append(bytes);
      case Reference reference -> out.append(reference);
      case BlobReference blob -> out.append(blob);
    }
  }

  private static String real(double real) {
    if (Double.isNaN(real)) {
      return "##NaN";
    }
    return Double.isInfinite(real) ? real > 0 ? "##Inf" : "##-Inf" : Double.toString(real);
  }

  private static void printText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (isShown(text, i)) {
            out.append(c);
          } else {
            out.append(String.format("\\u%04x", (int) c));
          }
        }
      }
    }
    out.append('"');
  }

  /** Controls, line separators and halves of characters are escaped. */
  private static boolean isShown(String text, int at) {
    char c = text.charAt(at);
    if (c < 127) {
      return c >= ' ';
    }
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return c > 159 && c != '\u2028' && c != '\u2029' && Character.getType(c) != Character.FORMAT;
  }

  private static void printAll(
      Collection<Value> values, String open, String close, StringBuilder out) {
    out.append(open);
    for (Iterator<Value> i = values.iterator(); i.hasNext(); ) {
      print(i.next(), out);
      out.append(i.hasNext() ? " " : "");
    }
    out.append(close);
  }

  private static void printMap(Value.Entries map, StringBuilder out) {
    out.append('{');
    for (Iterator<Map.Entry<Value, Value>> i = map.entries().entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<Value, Value> entry = i.next();
      print(entry.getKey(), out);
      out.append(' ');
      print(entry.getValue(), out);
      out.append(i.hasNext() ? ", " : "");
    }
    out.append('}');
  }

  private static void printTagged(Value.Tagged tagged, StringBuilder out) {
    String tag = tagged.tag().name();
    if (EdnNames.isPlainTag(tag)) {
      out.append('#').append(tag).append(' ');
      print(tagged.value(), out);
    } else {
      printText(tag, out.append("#bourn/tagged ["));
      out.append(' ');
      print(tagged.value(), out);
      out.append(']');
    }
  }
}
