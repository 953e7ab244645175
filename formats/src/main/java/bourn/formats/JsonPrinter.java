package bourn.formats;

import bourn.kernel.BlobReference;
import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Writes values as JSON on one line. */
final class JsonPrinter {

  private static final String DIGITS = "0123456789abcdef";

  private final Output out;

  JsonPrinter(Output out) {
    this.out = out;
  }

  void print(Value value) {
    switch (value) {
      case Value.Nil nil -> out.write("null");
      case Value.Bool(boolean truth) -> out.write(truth ? "true" : "false");
      case Value.Int(long number) -> out.write(Long.toString(number));
      case Value.Real(double real) -> printReal(real);
      case Value.BigInt big -> out.write(big.value().toString());
      case Value.Decimal decimal -> out.write(decimal.value().toString());
      case Value.Text(String text) -> printText(text);
      case Keyword(String name) -> printText(name);
      case Symbol(String name) -> printText(name);
      case Value.Time time -> printText(time.text());
      case Value.Uuid uuid -> printText(uuid.value().toString());
      case Value.Bytes bytes -> printText(Base64.getEncoder().encodeToString(bytes.value()));
      case Value.Items items -> printArray(items.items());
      case Value.Members members -> printArray(members.members());
      case Value.Entries map -> printObject(map);
      case Value.Tagged tagged -> {
        out.write('{');
        printText("#" + tagged.tag().name());
        out.write(':');
        print(tagged.value());
        out.write('}');
      }
      case Reference reference -> printText(Edn.print(reference));
      case BlobReference blob -> printText(Edn.print(blob));
    }
  }

  private void printReal(double real) {
    if (Double.isFinite(real)) {
      out.write(Double.toString(real));
    } else {
      out.write('"').write(Double.toString(real)).write('"');
    }
  }

  private void printArray(Iterable<Value> values) {
    out.write('[');
    boolean first = true;
    for (Value value : values) {
      out.write(first ? "" : ",");
      print(value);
      first = false;
    }
    out.write(']');
  }

  private void printObject(Value.Entries map) {
    Set<String> names = new HashSet<>();
    out.write('{');
    for (Map.Entry<Value, Value> entry : map.entries().entrySet()) {
      out.write(names.isEmpty() ? "" : ",");
      printText(nameOf(entry.getKey(), names));
      out.write(':');
      print(entry.getValue());
    }
    out.write('}');
  }

  private static String nameOf(Value key, Set<String> names) {
    String name =
        switch (key) {
          case Keyword keyword -> keyword.name();
          case Value.Text(String text) -> text;
          default -> Edn.print(key);
        };
    if (names.add(name)) {
      return name;
    }
    if (names.add(Edn.print(key))) {
      return Edn.print(key);
    }
    throw new IllegalArgumentException(
        "an object has distinct keys, but two keys of a map are written as " + name);
  }

  void printText(String text) {
    out.write('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c == 127 || !isWhole(text, i)) {
        out.write(text.substring(from, i)).write(escape(c));
        from = i + 1;
      }
    }
    out.write(from == 0 ? text : text.substring(from)).write('"');
  }

  /** Half of a surrogate pair would be lost in UTF-8. */
  private static boolean isWhole(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    return !Character.isLowSurrogate(c)
        || (at > 0 && Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private static String escape(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default ->
          "\\u"
              + DIGITS.charAt(c >> 12)
              + DIGITS.charAt(c >> 8 & 15)
              + DIGITS.charAt(c >> 4 & 15)
              + DIGITS.charAt(c & 15);
    };
  }
}
