package bourn.formats;

/** Thrown when a text is not in the format it is read as; says where and why. */
public final class FormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final long line;
  private final int column;

  FormatException(long line, int column, String problem) {
    super("line " + line + (column > 0 ? ", column " + column : "") + ": " + problem);
    this.line = line;
    this.column = column;
  }

  /** Returns the line, from 1. */
  public long line() {
    return line;
  }

  /** Returns the column in the line, from 1; 0 when only the line is known. */
  public int column() {
    return column;
  }
}
