package bourn.formats;

/** What a JSON number with a fraction or an exponent is read as. */
public enum Fractions {
  /** The nearest 64-bit floating point number. */
  REAL,
  /** The decimal number as written. */
  DECIMAL
}
