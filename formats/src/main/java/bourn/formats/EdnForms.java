package bourn.formats;

import java.io.Reader;

/** Values as EDN, one after the other, each on any number of lines. */
public final class EdnForms {

  private EdnForms() {}

  /**
   * Returns a reader of values that each begin on a line of their own, or follow others that ended
   * on it; at most 64 Mi characters of them at a time.
   */
  public static ValueReader reader(Reader in) {
    return new EdnFormValues(in);
  }
}
