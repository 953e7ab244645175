package bourn.formats;

import bourn.kernel.Edn;
import bourn.kernel.EdnException;
import bourn.kernel.Value;
import java.io.Reader;
import java.util.List;

/** Values as lines of EDN. */
public final class EdnLines {

  private EdnLines() {}

  /** Returns a reader of lines that each hold whole values, any number of them. */
  public static ValueReader reader(Reader in) {
    return new LineValues(in, EdnLines::read);
  }

  /** Returns a writer of one value a line. */
  public static ValueWriter writer(Appendable out) {
    return new ValueLines(out, Edn::print);
  }

  private static List<Value> read(String text, long line) {
    try {
      return Edn.readAll(text);
    } catch (EdnException refused) {
      throw new FormatException(
          line, refused.column(), "required " + refused.required() + ", found " + refused.found());
    }
  }
}
