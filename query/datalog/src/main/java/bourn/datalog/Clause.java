package bourn.datalog;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A condition of a query or of a rule. Prints as it would be written. */
sealed interface Clause {

  /** Returns where this clause stands. */
  Place place();

  /**
   * A data pattern.
   *
   * @param source the source it matches, named with its dollar sign
   * @param terms entity, attribute, value, transaction, added; or as many as a tuple has
   */
  record Pattern(String source, List<Term> terms, Place place) implements Clause {
    public Pattern {
      terms = List.copyOf(terms);
    }

    @Override
    public String toString() {
      return join("[" + (source.equals("$") ? "" : source + " "), terms, "]");
    }
  }

  /** Holds where a function gives a true value. */
  record Predicate(Call call, Place place) implements Clause {
    @Override
    public String toString() {
      return "[" + call + "]";
    }
  }

  /** Binds what a function gives. */
  record Bind(Call call, Binding binding, Place place) implements Clause {
    @Override
    public String toString() {
      return "[" + call + " " + binding + "]";
    }
  }

  /** Holds where a rule does. */
  record Invoke(String source, String rule, List<Term> arguments, Place place) implements Clause {
    public Invoke {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
      return join(
          "(" + (source.equals("$") ? "" : source + " ") + rule + (arguments.isEmpty() ? "" : " "),
          arguments,
          ")");
    }
  }

  /**
   * Holds where the body does not.
   *
   * @param joined the variables that the body shares with what is around it, or null for all
   */
  record Not(@Nullable List<Term.Variable> joined, List<Clause> body, Place place)
      implements Clause {
    public Not {
      body = List.copyOf(body);
    }

    @Override
    public String toString() {
      return joined == null
          ? join("(not ", body, ")")
          : join("(not-join " + join("[", joined, "] "), body, ")");
    }
  }

  /**
   * Holds where at least one branch does.
   *
   * @param required the variables that must be bound before, of an {@code or-join}
   * @param joined all variables that are seen outside, or null for all of every branch
   */
  record Or(
      List<Term.Variable> required,
      @Nullable List<Term.Variable> joined,
      List<List<Clause>> branches,
      Place place)
      implements Clause {
    public Or {
      required = List.copyOf(required);
      branches = List.copyOf(branches);
    }

    @Override
    public String toString() {
      String alternatives =
          branches.stream()
              .map(
                  branch ->
                      branch.size() == 1
                          ? branch.getFirst().toString()
                          : join("(and ", branch, ")"))
              .collect(Collectors.joining(" "));
      return joined == null
          ? "(or " + alternatives + ")"
          : "(or-join " + join("[", joined, "] ") + alternatives + ")";
    }
  }

  private static String join(String open, List<?> items, String close) {
    return items.stream().map(Object::toString).collect(Collectors.joining(" ", open, close));
  }
}
