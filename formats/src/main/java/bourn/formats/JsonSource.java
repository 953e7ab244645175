package bourn.formats;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Makes values of the tokens of one JSON text. */
final class JsonSource implements AutoCloseable {

  /** What the parser says of places, which we say better. */
  private static final Pattern WHERE = Pattern.compile(" \\([^(]*\\[Source: .*");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Value.MOST_DEPTH)
                  .maxNumberLength(Value.MOST_DIGITS)
                  .maxStringLength(Lines.MOST_CHARACTERS)
                  .build())
          .enable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();

  private final JsonParser parser;
  private final long firstLine;
  private final Fractions fractions;

  private JsonSource(JsonParser parser, long firstLine, Fractions fractions) {
    this.parser = parser;
    this.firstLine = firstLine;
    this.fractions = fractions;
  }

  static JsonSource of(Reader in, Fractions fractions) {
    return new JsonSource(FACTORY.createParser(ObjectReadContext.empty(), in), 1, fractions);
  }

  static Value readOne(String text, long firstLine, Fractions fractions) {
    JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text);
    try (JsonSource source = new JsonSource(parser, firstLine, fractions)) {
      JsonToken first = source.advance();
      if (first == null) {
        throw source.refused("required a JSON value, found the end of the text");
      }
      Value value = source.read(first);
      if (source.advance() != null) {
        throw source.refused("required nothing more after one JSON value, found more");
      }
      return value;
    }
  }

  /** Moves to the next token and returns it, null at the end. */
  @Nullable JsonToken advance() {
    try {
      return parser.nextToken();
    } catch (JacksonIOException failure) {
      throw new UncheckedIOException(failure.getCause());
    } catch (JacksonException refused) {
      throw refused(refused);
    }
  }

  /** Returns the value that begins with {@code first}, the current token. */
  Value read(JsonToken first) {
    try {
      return valueOf(first);
    } catch (JacksonIOException failure) {
      throw new UncheckedIOException(failure.getCause());
    } catch (JacksonException refused) {
      throw refused(refused);
    }
  }

  long line() {
    return firstLine - 1 + Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  private Value valueOf(@Nullable JsonToken token) {
    return switch (token) {
      case START_OBJECT -> readObject();
      case START_ARRAY -> readArray();
      case VALUE_STRING -> Value.of(parser.getString());
      case VALUE_NUMBER_INT -> readWhole();
      case VALUE_NUMBER_FLOAT -> readFraction();
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_NULL -> Value.Nil.NIL;
      case null, default -> throw refused("required a JSON value, found " + token);
    };
  }

  private Value readObject() {
    Value.Entries.Builder entries = new Value.Entries.Builder(8);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      entries.add(keyOf(name), valueOf(parser.nextToken()));
    }
    try {
      return entries.build();
    } catch (IllegalArgumentException duplicate) {
      throw refused("required distinct keys in an object: " + duplicate.getMessage());
    }
  }

  private static Value keyOf(String name) {
    return name.isEmpty() || name.charAt(0) == ':' ? Value.of(name) : Keyword.of(name);
  }

  private Value readArray() {
    List<Value> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(valueOf(token));
    }
    return new Value.Items(items);
  }

  private Value readWhole() {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? Value.of(parser.getBigIntegerValue())
        : Value.of(parser.getLongValue());
  }

  private Value readFraction() {
    if (fractions == Fractions.DECIMAL) {
      try {
        return new Value.Decimal(parser.getDecimalValue());
      } catch (IllegalArgumentException | ArithmeticException outOfRange) {
        throw refused("required a decimal within range, found " + outOfRange.getMessage());
      }
    }
    double real = parser.getDoubleValue();
    if (Double.isInfinite(real)) {
      throw refused(
          "required a number that 64-bit floating point can hold, found " + parser.getString());
    }
    return Value.of(real);
  }

  FormatException refused(String problem) {
    return refused(parser.currentTokenLocation(), problem);
  }

  private FormatException refused(JacksonException refused) {
    TokenStreamLocation place = refused.getLocation();
    return refused(
        place == null ? parser.currentLocation() : place,
        "required JSON, found: " + WHERE.matcher(refused.getOriginalMessage()).replaceAll(""));
  }

  private FormatException refused(TokenStreamLocation place, String problem) {
    return new FormatException(
        firstLine - 1 + Math.max(1, place.getLineNr()), Math.max(0, place.getColumnNr()), problem);
  }

  @Override
  public void close() {
    parser.close();
  }
}
