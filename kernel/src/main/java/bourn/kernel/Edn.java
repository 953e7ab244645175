package bourn.kernel;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** The text form of values: EDN. */
public final class Edn {

  private Edn() {}

  /** Returns {@code value} as EDN on one line. */
  public static String print(Value value) {
    StringBuilder out = new StringBuilder();
    print(value, out);
    return out.toString();
  }

  private static void print(Value value, StringBuilder out) {
    switch (value) {
      case Value.Text(String text) -> printText(text, out);
      case Value.Real(double real) -> out.append(real(real));
      case Value.Time time -> out.append("#inst \"").append(time.toInstant()).append('"');
      case Value.Items items -> printAll(items.items(), "[", "]", out);
      case Value.Members members -> printAll(members.members(), "#{", "}", out);
      case Value.Entries map -> printMap(map, out);
      case Value.Tagged(Symbol tag, Value tagged) -> {
        out.append('#').append(tag).append(' ');
        print(tagged, out);
      }
      default -> out.append(value);
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
        default -> out.append(c);
      }
    }
    out.append('"');
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
}
