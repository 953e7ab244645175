package bourn.exchange;

import bourn.formats.ValueReader;
import bourn.kernel.Value;
import java.io.Reader;

/** What the records of a format are, and what forms of transactions they make. */
interface Shape {

  /** Returns a reader of records. */
  ValueReader reader(Reader in);

  /** Returns whether {@code record} says what attributes are: others wait until that is known. */
  boolean declares(Value record);

  /**
   * Adds the forms of {@code record} to {@code batch}.
   *
   * @throws IllegalArgumentException if it is not what the format holds; says what is required
   */
  void add(Value record, Batch batch);
}
