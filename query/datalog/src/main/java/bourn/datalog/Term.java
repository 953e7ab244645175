package bourn.datalog;

import bourn.kernel.Value;
import java.util.function.Consumer;

/** What stands at one position of a clause. */
sealed interface Term {

  /** Returns where this stands. */
  Place place();

  /** Passes every variable in it to {@code visitor}. */
  default void variables(Consumer<Variable> visitor) {}

  /** A variable, named with its question mark. */
  record Variable(String name, Place place) implements Term {
    @Override
    public void variables(Consumer<Variable> visitor) {
      visitor.accept(this);
    }

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
    public void variables(Consumer<Variable> visitor) {
      call.variables(visitor);
    }

    @Override
    public String toString() {
      return call.toString();
    }
  }

  /** A query, as the first argument of {@code q}. */
  record Subquery(Query query, Place place) implements Term {
    @Override
    public String toString() {
      return query.toString();
    }
  }

  /** {@code %}: the rules, as an argument of {@code q}. */
  record RulesName(Place place) implements Term {
    @Override
    public String toString() {
      return "%";
    }
  }
}
