package bourn.formats;

import bourn.kernel.Edn;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.io.Reader;
import java.util.List;

/**
 * RDF 1.1 N-Triples: each line is a list of subject, predicate and object.
 *
 * <table>
 *   <caption>Terms as values</caption>
 *   <tr><td>IRI</td><td>{@code #rdf/iri "http://example.org/a"}</td></tr>
 *   <tr><td>blank node</td><td>{@code #rdf/blank "label"}</td></tr>
 *   <tr><td>literal of xsd:string</td><td>a string</td></tr>
 *   <tr><td>of xsd:integer and the types derived from it</td><td>a whole number</td></tr>
 *   <tr><td>of xsd:decimal</td><td>a decimal</td></tr>
 *   <tr><td>of xsd:double, xsd:float</td><td>a floating point number</td></tr>
 *   <tr><td>of xsd:boolean</td><td>a truth value</td></tr>
 *   <tr><td>of xsd:dateTime, with an offset, exact in microseconds</td><td>a time</td></tr>
 *   <tr><td>with a language</td><td>{@code #rdf/lang ["text" "en"]}, the tag in lower case</td></tr>
 *   <tr><td>of {@code urn:bourn:edn}</td><td>the value that it is the EDN of</td></tr>
 *   <tr><td>any other</td><td>{@code #rdf/literal ["text" "type"]}</td></tr>
 * </table>
 *
 * <p>So literals are kept as values, not as they were written: {@code "01"^^xsd:integer} is 1.
 */
public final class NTriples {

  static final String XSD = "http://www.w3.org/2001/XMLSchema#";
  static final String EDN_TYPE = "urn:bourn:edn";
  static final Symbol IRI = new Symbol("rdf/iri");
  static final Symbol BLANK = new Symbol("rdf/blank");
  static final Symbol LANGUAGE = new Symbol("rdf/lang");
  static final Symbol LITERAL = new Symbol("rdf/literal");

  private NTriples() {}

  /** Returns a reader of triples; blank lines and comments are skipped. */
  public static ValueReader reader(Reader in) {
    return new LineValues(
        in,
        (text, line) -> {
          Value triple = new NTriplesLine(text, line).read();
          return triple == null ? List.of() : List.of(triple);
        });
  }

  /** Returns a writer of triples. A value that is no term is written as a literal. */
  public static ValueWriter writer(Appendable out) {
    return new ValueLines(out, NTriplesPrinter::print);
  }

  /** Returns the term of an IRI. */
  public static Value iri(String iri) {
    return new Value.Tagged(IRI, Value.of(iri));
  }

  /** Returns the term of a blank node. */
  public static Value blank(String label) {
    return new Value.Tagged(BLANK, Value.of(label));
  }

  /** Returns whether {@code term} is an IRI. */
  public static boolean isIri(Value term) {
    return term instanceof Value.Tagged(Symbol tag, Value _) && tag.equals(IRI);
  }

  /** Returns whether {@code term} is a blank node. */
  public static boolean isBlank(Value term) {
    return term instanceof Value.Tagged(Symbol tag, Value _) && tag.equals(BLANK);
  }

  /**
   * Returns the IRI itself, or the label of the blank node.
   *
   * @throws IllegalArgumentException if {@code term} is a literal
   */
  public static String name(Value term) {
    if ((isIri(term) || isBlank(term))
        && ((Value.Tagged) term).value() instanceof Value.Text(String name)) {
      return name;
    }
    throw new IllegalArgumentException(
        "an IRI or a blank node is required, was " + Edn.print(term));
  }
}
