package bourn.formats;

import bourn.kernel.Edn;
import bourn.kernel.EdnException;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What typed literals of N-Triples are as values. */
final class NTriplesLiteral {

  private static final Set<String> WHOLE =
      Set.of(
          "integer",
          "long",
          "int",
          "short",
          "byte",
          "nonNegativeInteger",
          "positiveInteger",
          "nonPositiveInteger",
          "negativeInteger",
          "unsignedLong",
          "unsignedInt",
          "unsignedShort",
          "unsignedByte");
  private static final Pattern WHOLE_FORM = Pattern.compile("[+-]?[0-9]++");
  private static final Pattern DECIMAL_FORM =
      Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)");
  private static final Pattern REAL_FORM =
      Pattern.compile(DECIMAL_FORM.pattern() + "(?:[eE][+-]?[0-9]{1,4})?");

  private NTriplesLiteral() {}

  /** Returns what {@code lexical} of {@code type} is; a tagged value when it does not fit it. */
  static Value read(String lexical, String type, Function<String, FormatException> refusal) {
    if (type.equals(NTriples.EDN_TYPE)) {
      try {
        return Edn.read(lexical);
      } catch (EdnException wrong) {
        throw refusal.apply("EDN in a literal of " + type + " (" + wrong.getMessage() + ")");
      }
    }
    Value known =
        type.startsWith(NTriples.XSD) && lexical.length() <= Value.MOST_DIGITS
            ? known(lexical, type.substring(NTriples.XSD.length()))
            : null;
    if (known != null) {
      return known;
    }
    return type.equals(NTriples.XSD + "string")
        ? Value.of(lexical)
        : new Value.Tagged(NTriples.LITERAL, Value.list(lexical, type));
  }

  private static @Nullable Value known(String lexical, String type) {
    if (WHOLE.contains(type)) {
      return WHOLE_FORM.matcher(lexical).matches() ? Value.of(new BigInteger(lexical)) : null;
    }
    return switch (type) {
      case "decimal" ->
          DECIMAL_FORM.matcher(lexical).matches()
              ? new Value.Decimal(new BigDecimal(lexical))
              : null;
      case "double", "float" -> real(lexical);
      case "boolean" ->
          switch (lexical) {
            case "true", "1" -> Value.of(true);
            case "false", "0" -> Value.of(false);
            default -> null;
          };
      case "dateTime" -> time(lexical);
      default -> null;
    };
  }

  private static @Nullable Value real(String lexical) {
    return switch (lexical) {
      case "INF", "+INF" -> Value.of(Double.POSITIVE_INFINITY);
      case "-INF" -> Value.of(Double.NEGATIVE_INFINITY);
      case "NaN" -> Value.of(Double.NaN);
      default ->
          REAL_FORM.matcher(lexical).matches() ? Value.of(Double.parseDouble(lexical)) : null;
    };
  }

  private static @Nullable Value time(String lexical) {
    Value usual = Value.Time.read(lexical);
    if (usual != null) {
      return usual;
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(lexical);
      return time.getNano() % 1_000 == 0 ? Value.of(time.toInstant()) : null;
    } catch (DateTimeException | ArithmeticException noTime) {
      return null;
    }
  }
}
