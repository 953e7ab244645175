package bourn.exchange;

import bourn.kernel.Keyword;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** How IRIs and names go together. */
final class Vocabulary {

  /** What names a node: its IRI. */
  static final Keyword IRI = Keyword.of("rdf.node/iri");

  /** What names a blank node: its name and its label there. */
  static final Keyword BLANK = Keyword.of("rdf.node/blank");

  /** What an attribute is as a predicate. */
  static final Keyword PREDICATE = Keyword.of("rdf.predicate/iri");

  private static final String OURS = "urn:bourn:attribute:";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Map<String, String> PREFIXES = new HashMap<>();

  static {
    PREFIXES.put("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf");
    PREFIXES.put("http://www.w3.org/2000/01/rdf-schema#", "rdfs");
    PREFIXES.put("http://www.w3.org/2002/07/owl#", "owl");
    PREFIXES.put("http://www.w3.org/2001/XMLSchema#", "xsd");
    PREFIXES.put("http://www.w3.org/2004/02/skos/core#", "skos");
    PREFIXES.put("http://xmlns.com/foaf/0.1/", "foaf");
    PREFIXES.put("http://purl.org/dc/elements/1.1/", "dc");
    PREFIXES.put("http://purl.org/dc/terms/", "dcterms");
    PREFIXES.put("http://schema.org/", "schema");
    PREFIXES.put("https://schema.org/", "schema");
  }

  private Vocabulary() {}

  /** Returns the IRI of an attribute that says none. */
  static String iri(Keyword attribute) {
    return OURS + URLEncoder.encode(attribute.name(), StandardCharsets.UTF_8).replace("%2F", "/");
  }

  /** Returns the name of an attribute for the predicate {@code iri}: {@code :prefix/local}. */
  static Keyword name(String iri) {
    if (iri.startsWith(OURS) && iri.length() > OURS.length()) {
      return Keyword.of(URLDecoder.decode(iri.substring(OURS.length()), StandardCharsets.UTF_8));
    }
    String whole = iri.replaceAll("[/#:]+$", "");
    int cut =
        Math.max(whole.lastIndexOf('#'), Math.max(whole.lastIndexOf('/'), whole.lastIndexOf(':')));
    String local = whole.substring(cut + 1);
    String known = PREFIXES.get(whole.substring(0, cut + 1));
    return Keyword.of((known == null ? prefix(whole.substring(0, cut + 1)) : known) + "/" + local);
  }

  /** Returns the last part of a namespace that is a name. */
  private static String prefix(String namespace) {
    String[] parts = namespace.split("[/#:]+");
    for (int i = parts.length - 1; i > 0; i--) {
      if (PLAIN.matcher(parts[i]).matches()) {
        return parts[i];
      }
    }
    return "iri";
  }
}
