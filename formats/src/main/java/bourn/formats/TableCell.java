package bourn.formats;

import bourn.kernel.Edn;
import bourn.kernel.Value;
import java.math.BigDecimal;

/** A value as it is shown to people, on one line and safe for a terminal. */
record TableCell(String text, int width, boolean number, boolean nil) {

  /** Longer texts are cut before they are measured. */
  private static final int MOST_CHARACTERS = 1_000;

  static TableCell of(Value value) {
    boolean number =
        value instanceof Value.Int
            || value instanceof Value.Real
            || value instanceof Value.BigInt
            || value instanceof Value.Decimal;
    String text = DisplayWidth.visible(clipped(textOf(value)));
    return new TableCell(text, DisplayWidth.of(text), number, value instanceof Value.Nil);
  }

  static TableCell header(String name) {
    String text = DisplayWidth.visible(clipped(name));
    return new TableCell(text, DisplayWidth.of(text), false, false);
  }

  private static String clipped(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }

  private static String textOf(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Time time -> time.text().replace('T', ' ').replace("Z", "");
      case Value.Uuid uuid -> uuid.value().toString();
      case Value.Real(double real) -> realOf(real);
      case Value.Decimal decimal -> decimalOf(decimal.value());
      case Value.BigInt big -> big.value().toString();
      default -> Edn.print(value);
    };
  }

  /** Without an exponent, unless the number is very large or very small. */
  private static String realOf(double real) {
    String shortest = Double.toString(real);
    double size = Math.abs(real);
    if (shortest.indexOf('E') < 0 || size < 1e-5 || size >= 1e16) {
      return shortest;
    }
    String plain = new BigDecimal(shortest).toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  private static String decimalOf(BigDecimal decimal) {
    return Math.abs(decimal.scale()) <= 40 ? decimal.toPlainString() : decimal.toString();
  }

  /** Returns this cell in exactly {@code columns} columns, cut by an ellipsis or filled up. */
  String in(int columns, boolean right) {
    if (width > columns) {
      return DisplayWidth.cut(text, columns);
    }
    String filling = " ".repeat(columns - width);
    return right ? filling + text : text + filling;
  }
}
