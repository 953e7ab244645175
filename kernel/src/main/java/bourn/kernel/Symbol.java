package bourn.kernel;

/**
 * A name that stands for something else, as {@code ?person} in a query.
 *
 * @param name the name with its namespace, not empty
 */
public record Symbol(String name) implements Value {

  public Symbol {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a symbol's name must not be empty");
    }
  }

  @Override
  public String toString() {
    return Edn.print(this);
  }
}
