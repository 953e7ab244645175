package bourn.datalog;

import bourn.kernel.Value;

/** What stands at one position of a clause. */
sealed interface Term {

  /** Returns where this stands. */
  Place place();

  /** A variable, named with its question mark. */
  record Variable(String name, Place place) implements Term {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A value. */
  record Constant(Value value, Place place) implements Term {
    @Override
    public String toString() {
      return value.toString();
    }
  }

  /** {@code _}: anything. */
  record Blank(Place place) implements Term {
    @Override
    public String toString() {
      return "_";
    }
  }

  /** A source, named with its dollar sign, as an argument of a function. */
  record SourceName(String name, Place place) implements Term {
    @Override
    public String toString() {
      return name;
    }
  }

  /** What a function gives, as an argument of another. */
  record Nested(Call call) implements Term {
    @Override
    public Place place() {
      return call.place();
    }

    @Override
    public String toString() {
      return call.toString();
    }
  }
}
