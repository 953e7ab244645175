package bourn.formats;

import bourn.kernel.Value;
import java.io.Reader;
import java.util.List;

/**
 * Values as JSON.
 *
 * <p><b>Read</b>: an object is a map whose keys are keywords, verbatim (an empty key and one that
 * begins with a colon stay strings); a key given twice is refused. Whole numbers are exact,
 * whatever their size. Strings stay strings, also when they look like a date. At most {@link
 * Value#MOST_DEPTH} levels, {@link Value#MOST_DIGITS} digits a number, 64 Mi characters a string.
 *
 * <p><b>Written</b>: keywords as their names; sets as arrays; times as {@code
 * "2026-01-31T10:15:30Z"}; bytes in base 64; NaN and the infinities as strings; references as their
 * EDN; a value with a tag as an object {@code {"#tag": value}}; keys that are neither keyword nor
 * string, and a key whose name is taken, as their EDN.
 */
public final class Json {

  private Json() {}

  /**
   * Returns the one value that {@code text} holds.
   *
   * @throws FormatException if it holds none, more than one, or something that is not JSON
   */
  public static Value read(String text) {
    return read(text, Fractions.REAL);
  }

  /** As {@link #read(String)}, with fractions read as asked for. */
  public static Value read(String text, Fractions fractions) {
    return JsonSource.readOne(text, 1, fractions);
  }

  /**
   * Returns a reader of the elements of an array, or of values one after another when the text does
   * not begin with an array.
   */
  public static ValueReader reader(Reader in) {
    return new JsonElements(JsonSource.of(in, Fractions.REAL));
  }

  /** Returns a reader of NDJSON: one value a line; blank lines are skipped. */
  public static ValueReader lines(Reader in) {
    return lines(in, Fractions.REAL);
  }

  /** As {@link #lines(Reader)}, with fractions read as asked for. */
  public static ValueReader lines(Reader in, Fractions fractions) {
    return new LineValues(in, (text, line) -> List.of(JsonSource.readOne(text, line, fractions)));
  }

  /** Returns {@code value} as JSON on one line. */
  public static String print(Value value) {
    StringBuilder out = new StringBuilder();
    print(value, out);
    return out.toString();
  }

  /** Writes {@code value} to {@code out} as JSON on one line. */
  public static void print(Value value, Appendable out) {
    new JsonPrinter(new Output(out)).print(value);
  }

  /** Returns a writer of an array, one element a line. */
  public static ValueWriter writer(Appendable out) {
    return new BracketedValues(out, Json::print);
  }

  /** Returns a writer of NDJSON: one value a line. */
  public static ValueWriter lineWriter(Appendable out) {
    return new ValueLines(out, Json::print);
  }
}
