package bourn.formats;

import bourn.kernel.Edn;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.List;

/** Writes triples as lines, in the canonical form of N-Triples. */
final class NTriplesPrinter {

  private final StringBuilder out = new StringBuilder();

  private NTriplesPrinter() {}

  static String print(Value triple) {
    if (triple instanceof Value.Items(List<Value> terms)
        && terms.size() == 3
        && (NTriples.isIri(terms.get(0)) || NTriples.isBlank(terms.get(0)))
        && NTriples.isIri(terms.get(1))) {
      NTriplesPrinter printer = new NTriplesPrinter();
      terms.forEach(printer::term);
      return printer.out.append('.').toString();
    }
    throw new IllegalArgumentException(
        "a triple is a list of subject, predicate and object, was " + triple);
  }

  private void term(Value term) {
    switch (term) {
      case Value.Text(String text) when isWhole(text) -> literal(text);
      case Value.Int number -> typed(number.toString(), "integer");
      case Value.BigInt number -> typed(number.value().toString(), "integer");
      case Value.Decimal number -> typed(number.value().toPlainString(), "decimal");
      case Value.Real(double real) -> typed(real(real), "double");
      case Value.Bool bool -> typed(bool.toString(), "boolean");
      case Value.Time time -> typed(time.text(), "dateTime");
      case Value.Tagged(Symbol tag, Value.Text(String name)) when tag.equals(NTriples.IRI) ->
          iri(name);
      case Value.Tagged(Symbol tag, Value.Text(String label)) when tag.equals(NTriples.BLANK) ->
          out.append("_:").append(label);
      case Value.Tagged(Symbol tag, Value.Items(List<Value> parts))
          when isPair(parts) && tag.equals(NTriples.LANGUAGE) -> {
        literal(text(parts.get(0)));
        out.append('@').append(text(parts.get(1)));
      }
      case Value.Tagged(Symbol tag, Value.Items(List<Value> parts))
          when isPair(parts) && tag.equals(NTriples.LITERAL) -> {
        literal(text(parts.get(0)));
        iri(text(parts.get(1)), "^^");
      }
      default -> {
        literal(Edn.print(term));
        iri(NTriples.EDN_TYPE, "^^");
      }
    }
    out.append(' ');
  }

  /** Returns whether no character is a half of one, which UTF-8 has no bytes for. */
  private static boolean isWhole(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  private static boolean isPair(List<Value> parts) {
    return parts.size() == 2
        && parts.get(0) instanceof Value.Text
        && parts.get(1) instanceof Value.Text;
  }

  private static String text(Value value) {
    return ((Value.Text) value).value();
  }

  private static String real(double real) {
    if (Double.isInfinite(real)) {
      return real > 0 ? "INF" : "-INF";
    }
    return Double.toString(real);
  }

  private void typed(String lexical, String type) {
    literal(lexical);
    iri(NTriples.XSD + type, "^^");
  }

  private void iri(String iri, String before) {
    out.append(before);
    iri(iri);
  }

  private void iri(String iri) {
    out.append('<');
    for (int i = 0; i < iri.length(); i++) {
      char c = iri.charAt(i);
      if (c <= ' ' || "<>\"{}|^`\\".indexOf(c) >= 0) {
        escape(c);
      } else {
        out.append(c);
      }
    }
    out.append('>');
  }

  private void literal(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ' && c != '\t') {
            escape(c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private void escape(char c) {
    out.append(String.format("\\u%04X", (int) c));
  }
}
