package bourn.formats;

import bourn.kernel.Value;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one line of N-Triples, by the grammar of RDF 1.1. */
final class NTriplesLine {

  private final String text;
  private final long line;
  private int at;

  NTriplesLine(String text, long line) {
    this.text = text;
    this.line = line;
  }

  /** Returns the triple, or null when the line holds none. */
  @Nullable Value read() {
    skipBlanks();
    if (atEnd()) {
      return null;
    }
    Value subject = resource("a subject, an IRI in <> or a blank node _:label");
    skipBlanks();
    if (peek() != '<') {
      throw refused("a predicate, an IRI in <>");
    }
    Value predicate = NTriples.iri(iri());
    skipBlanks();
    Value object =
        peek() == '"'
            ? literal()
            : resource("an object, an IRI in <>, a blank node _:label or a literal in \"\"");
    skipBlanks();
    if (peek() != '.') {
      throw refused("a full stop after the object");
    }
    at++;
    skipBlanks();
    if (!atEnd()) {
      throw refused("nothing more after the full stop of a triple, but a comment");
    }
    return new Value.Items(List.of(subject, predicate, object));
  }

  private boolean atEnd() {
    return at == text.length() || text.charAt(at) == '#';
  }

  private void skipBlanks() {
    while (at < text.length()
        && (text.charAt(at) == ' ' || text.charAt(at) == '\t' || text.charAt(at) == '\r')) {
      at++;
    }
  }

  /** Returns the character here, -1 at the end of the line. */
  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private Value resource(String required) {
    return switch (peek()) {
      case '<' -> NTriples.iri(iri());
      case '_' -> NTriples.blank(label());
      default -> throw refused(required);
    };
  }

  private String iri() {
    int start = at++;
    StringBuilder iri = new StringBuilder();
    while (peek() != '>') {
      int c = peek();
      if (c == '\\') {
        iri.appendCodePoint(escape(false));
      } else if (c <= ' ' || "<\"{}|^`".indexOf(c) >= 0) {
        throw refused("a character of an IRI, or > at its end");
      } else {
        iri.append((char) c);
        at++;
      }
    }
    at++;
    if (!iri.toString().matches("[A-Za-z][A-Za-z0-9+.-]*:(?s).*")) {
      at = start;
      throw refused("an absolute IRI, as <http://example.org/name>");
    }
    return iri.toString();
  }

  private String label() {
    at++;
    if (peek() != ':') {
      throw refused("_: before the label of a blank node");
    }
    int start = ++at;
    while (at < text.length() && isLabel(text.codePointAt(at), at == start)) {
      at += Character.charCount(text.codePointAt(at));
    }
    while (at > start && text.charAt(at - 1) == '.') {
      at--;
    }
    if (at == start) {
      throw refused("the label of a blank node");
    }
    return text.substring(start, at);
  }

  private static boolean isLabel(int c, boolean first) {
    boolean start =
        (c >= 'a' && c <= 'z')
            || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9')
            || c == '_'
            || c == ':'
            || (c >= 0xC0 && c != 0xD7 && c != 0xF7 && Character.isLetter(c));
    return start || (!first && (c == '-' || c == '.' || c == 0xB7 || isCombining(c)));
  }

  private static boolean isCombining(int c) {
    return (c >= 0x300 && c <= 0x36F) || c == 0x203F || c == 0x2040;
  }

  private Value literal() {
    at++;
    StringBuilder lexical = new StringBuilder();
    while (peek() != '"') {
      int c = peek();
      if (c == -1) {
        throw refused("a \" at the end of a literal");
      } else if (c == '\\') {
        lexical.appendCodePoint(escape(true));
      } else {
        lexical.append((char) c);
        at++;
      }
    }
    at++;
    if (peek() == '@') {
      return new Value.Tagged(NTriples.LANGUAGE, Value.list(lexical.toString(), language()));
    }
    if (peek() != '^') {
      return Value.of(lexical.toString());
    }
    at++;
    if (peek() != '^') {
      throw refused("^^ before the type of a literal");
    }
    at++;
    if (peek() != '<') {
      throw refused("the type of a literal, an IRI in <>");
    }
    return NTriplesLiteral.read(lexical.toString(), iri(), this::refused);
  }

  private String language() {
    int start = ++at;
    while (at < text.length() && isLanguage(text.charAt(at), text.substring(start, at))) {
      at++;
    }
    String tag = text.substring(start, at);
    if (tag.isEmpty() || tag.endsWith("-")) {
      throw refused("a language, as @en or @en-gb");
    }
    return tag.toLowerCase(Locale.ROOT);
  }

  private static boolean isLanguage(char c, String before) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9' && before.contains("-"))
        || (c == '-' && !before.isEmpty() && !before.endsWith("-"));
  }

  private int escape(boolean inLiteral) {
    at++;
    int kind = peek();
    int plain = inLiteral ? "tbnrf\"'\\".indexOf(kind) : -1;
    if (kind >= 0 && plain >= 0) {
      at++;
      return "\t\b\n\r\f\"'\\".charAt(plain);
    }
    int digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (digits == 0) {
      throw refused(
          inLiteral ? "one of t b n r f \" ' \\ u U after a \\" : "u or U after a \\ in an IRI");
    }
    at++;
    int end = Math.min(text.length(), at + digits);
    String number = text.substring(at, end);
    int code =
        number.matches("[0-9A-Fa-f]{" + digits + "}") ? Integer.parseUnsignedInt(number, 16) : -1;
    if (!Character.isValidCodePoint(code) || (code >= 0xD800 && code <= 0xDFFF)) {
      throw refused(digits + " hexadecimal digits that name a character");
    }
    at = end;
    return code;
  }

  private FormatException refused(String required) {
    String found =
        at >= text.length()
            ? "the end of the line"
            : "\"" + text.substring(at, Math.min(text.length(), at + 20)) + "\"";
    return new FormatException(line, at + 1, "required " + required + ", found " + found);
  }
}
