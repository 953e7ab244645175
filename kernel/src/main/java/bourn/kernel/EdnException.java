package bourn.kernel;

/** Thrown when a text is not EDN; says where, what was required there, and what was found. */
public final class EdnException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int position;
  private final int line;
  private final int column;
  private final String required;
  private final String found;

  EdnException(String text, int position, String required, String found) {
    this(position, lineOf(text, position), columnOf(text, position), required, found);
  }

  private EdnException(int position, int line, int column, String required, String found) {
    super("line " + line + ", column " + column + ": required " + required + ", found " + found);
    this.position = position;
    this.line = line;
    this.column = column;
    this.required = required;
    this.found = found;
  }

  /** Returns the index in the text of the character that does not fit. */
  public int position() {
    return position;
  }

  /** Returns the line of that character, from 1. */
  public int line() {
    return line;
  }

  /** Returns the column of that character in its line, from 1. */
  public int column() {
    return column;
  }

  /** Returns what EDN asks for there. */
  public String required() {
    return required;
  }

  /** Returns what the text holds there. */
  public String found() {
    return found;
  }

  private static int lineOf(String text, int position) {
    int line = 1;
    for (int i = text.indexOf('\n'); i >= 0 && i < position; i = text.indexOf('\n', i + 1)) {
      line++;
    }
    return line;
  }

  private static int columnOf(String text, int position) {
    return position - text.lastIndexOf('\n', position - 1);
  }
}
