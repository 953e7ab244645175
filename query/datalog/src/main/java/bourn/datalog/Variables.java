package bourn.datalog;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which variables clauses bind, and which they need bound. */
final class Variables {

  private final Map<String, List<Rule>> rules;

  Variables(Map<String, List<Rule>> rules) {
    this.rules = rules;
  }

  /** Returns the variables that {@code clauses} bind. */
  Set<String> boundBy(Collection<Clause> clauses) {
    Set<String> bound = new LinkedHashSet<>();
    clauses.forEach(clause -> bound.addAll(boundBy(clause)));
    return bound;
  }

  /** Returns the variables that {@code clause} binds. */
  Set<String> boundBy(Clause clause) {
    Set<String> bound = new LinkedHashSet<>();
    switch (clause) {
      case Clause.Pattern pattern -> names(pattern.terms(), bound);
      case Clause.Bind bind -> bind.binding().variables(v -> bound.add(v.name()));
      case Clause.Invoke invoke -> names(free(invoke), bound);
      case Clause.Or or -> bound.addAll(boundBy(or));
      case Clause.Not not -> {}
      case Clause.Predicate predicate -> {}
    }
    return bound;
  }

  private Set<String> boundBy(Clause.Or or) {
    Set<String> common = new LinkedHashSet<>(boundBy(or.branches().getFirst()));
    or.branches().forEach(branch -> common.retainAll(boundBy(branch)));
    List<Term.Variable> joined = or.joined();
    if (joined != null) {
      common.retainAll(names(joined));
    }
    return common;
  }

  /** Returns the variables that {@code clauses} need bound and do not bind among themselves. */
  Set<String> neededBy(Collection<Clause> clauses) {
    Set<String> needed = new LinkedHashSet<>();
    clauses.forEach(clause -> needed.addAll(neededBy(clause)));
    needed.removeAll(boundBy(clauses));
    return needed;
  }

  /** Returns the variables that must be bound before {@code clause}. */
  Set<String> neededBy(Clause clause) {
    Set<String> needed = new LinkedHashSet<>();
    switch (clause) {
      case Clause.Pattern pattern -> {}
      case Clause.Predicate predicate -> predicate.call().variables(v -> needed.add(v.name()));
      case Clause.Bind bind -> bind.call().variables(v -> needed.add(v.name()));
      case Clause.Invoke invoke -> needed.addAll(required(invoke));
      case Clause.Not not -> needed.addAll(neededBy(not));
      case Clause.Or or -> needed.addAll(neededBy(or));
    }
    return needed;
  }

  private Set<String> neededBy(Clause.Not not) {
    Set<String> needed = neededBy(not.body());
    List<Term.Variable> joined = not.joined();
    if (joined != null) {
      needed.retainAll(names(joined));
    }
    return needed;
  }

  private Set<String> neededBy(Clause.Or or) {
    Set<String> needed = new LinkedHashSet<>(names(or.required()));
    List<Term.Variable> joined = or.joined();
    for (List<Clause> branch : or.branches()) {
      Set<String> own = neededBy(branch);
      if (joined != null) {
        own.retainAll(names(joined));
        Set<String> open = new HashSet<>(names(joined));
        open.removeAll(boundBy(branch));
        own.addAll(open);
      }
      needed.addAll(own);
    }
    return needed;
  }

  private Set<String> required(Clause.Invoke invoke) {
    Set<String> required = new LinkedHashSet<>();
    names(invoke.arguments().subList(0, requires(invoke)), required);
    return required;
  }

  private List<Term> free(Clause.Invoke invoke) {
    return invoke.arguments().subList(requires(invoke), invoke.arguments().size());
  }

  private int requires(Clause.Invoke invoke) {
    List<Rule> branches = rules.get(invoke.rule());
    int count = branches == null ? 0 : branches.getFirst().required();
    return Math.min(count, invoke.arguments().size());
  }

  /** Returns all variables of {@code clauses} that are seen outside them. */
  Set<String> mentionedBy(Collection<Clause> clauses) {
    Set<String> mentioned = new LinkedHashSet<>();
    clauses.forEach(clause -> mentioned.addAll(mentionedBy(clause)));
    return mentioned;
  }

  /** Returns all variables of {@code clause} that are seen outside it. */
  Set<String> mentionedBy(Clause clause) {
    Set<String> mentioned = boundBy(clause);
    mentioned.addAll(neededBy(clause));
    switch (clause) {
      case Clause.Not not -> mentioned.addAll(inside(not));
      case Clause.Or or -> mentioned.addAll(inside(or));
      default -> {}
    }
    return mentioned;
  }

  private Set<String> inside(Clause.Not not) {
    List<Term.Variable> joined = not.joined();
    return joined == null ? mentionedBy(not.body()) : names(joined);
  }

  private Set<String> inside(Clause.Or or) {
    List<Term.Variable> joined = or.joined();
    if (joined != null) {
      return names(joined);
    }
    Set<String> all = new LinkedHashSet<>();
    or.branches().forEach(branch -> all.addAll(mentionedBy(branch)));
    return all;
  }

  /** Returns the names of {@code variables}. */
  static Set<String> names(List<Term.Variable> variables) {
    Set<String> names = new LinkedHashSet<>();
    variables.forEach(variable -> names.add(variable.name()));
    return names;
  }

  private static void names(List<Term> terms, Set<String> names) {
    for (Term term : terms) {
      if (term instanceof Term.Variable(String name, Place place)) {
        names.add(name);
      }
    }
  }
}
