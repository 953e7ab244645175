package bourn.datalog;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.engine.Plan;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a query, whose tables and whatever constants name are filled in when it is asked
 * again, of other databases.
 *
 * @param asked what it was made for
 * @param patternsOnly whether no constant stands anywhere but in patterns
 * @param sizes how many facts each source had, about
 */
record Template(
    Asked asked, boolean patternsOnly, List<Long> sizes, Plan plan, Map<Restriction, Fixed> fixed) {

  /** The most bytes of inputs that are kept with a plan. */
  private static final long MOST_GIVEN = 10_000;

  /** Between so many facts, and so many times as many, a plan is as good as another. */
  private static final long ALIKE = 1_000;

  private static final int TIMES = 4;

  /**
   * What a plan depends on.
   *
   * @param bases of the sources
   * @param given the other inputs; none where they stand in patterns only, from which they are
   *     filled in
   */
  record Asked(List<Object> bases, List<Object> given) {}

  /**
   * A constant of a pattern, and where it stands.
   *
   * @param constants what the variables of the pattern stand for, as far as it is known
   */
  record Fixed(Clause.Pattern pattern, int at, int column, Map<String, Value> constants) {}

  /**
   * What stands for a table of a source: its rows of {@code attributes}, or its facts if that is
   * null. Holds nothing of the source.
   */
  record Slot(String source, @Nullable List<Keyword> attributes, List<String> columns)
      implements Table {

    @Override
    public void scan(int[] wanted, List<Restriction> restrictions, Codes codes, Sink sink) {
      throw new AssertionError("a template is not run");
    }

    @Override
    public long estimate(List<Restriction> restrictions) {
      throw new AssertionError("a template is not run");
    }

    private @Nullable Table in(Source from) {
      return attributes == null ? from.datoms() : from.rows(attributes);
    }
  }

  /** What is found out about tables and constants while a plan is made. Confined to one thread. */
  static final class Notes {
    private final IdentityHashMap<Table, Slot> slots = new IdentityHashMap<>();
    private final IdentityHashMap<Restriction, Fixed> fixed = new IdentityHashMap<>();
    private boolean unkept;

    void table(Table table, String source, @Nullable List<Keyword> attributes) {
      slots.put(table, new Slot(source, attributes, table.columns()));
    }

    void fixed(
        Restriction restriction, Clause.Pattern pattern, int at, Map<String, Value> constants) {
      fixed.put(restriction, new Fixed(pattern, at, restriction.column(), constants));
    }

    /** Notes that the plan cannot be kept, as it depends on what a source has or on chance. */
    void unkept() {
      unkept = true;
    }
  }

  /**
   * Returns the plan of {@code query}, from its template if that is of the same bases and inputs,
   * and keeps a template of it if there can be one.
   */
  static Plan plan(Query query, Compiler compiler) {
    Scope scope = compiler.scope();
    Asked asked = asked(query, compiler);
    if (asked == null) {
      return compiler.compile();
    }
    List<Long> sizes = sizes(scope);
    Plan filled = filled(query, asked, sizes, scope);
    if (filled != null) {
      return filled;
    }
    Plan plan = compiler.compile();
    Planning planning = scope.planning();
    if (!planning.notes().unkept && planning.warnings().isEmpty()) {
      IdentityHashMap<Restriction, Fixed> fixed = planning.notes().fixed;
      Plan hollow = hollow(plan, planning.notes());
      query.keep(new Template(asked, query.patternsOnly(), sizes, hollow, fixed));
    }
    return plan;
  }

  /** Returns whether the plan of {@code query} is there already, from when it was asked before. */
  static boolean kept(Query query, Compiler compiler) {
    Asked asked = asked(query, compiler);
    Scope scope = compiler.scope();
    return asked != null && filled(query, asked, sizes(scope), scope) != null;
  }

  private static @Nullable Plan filled(Query query, Asked asked, List<Long> sizes, Scope scope) {
    Template kept = query.template();
    return kept != null && kept.asked.equals(asked) && kept.fits(sizes) ? kept.filled(scope) : null;
  }

  /** Returns what a plan of {@code query} depends on, null if it must not be kept. */
  private static @Nullable Asked asked(Query query, Compiler compiler) {
    Inputs inputs = compiler.inputs();
    if (inputs.restricted() || inputs.impossible() || inputs.givenBytes() > MOST_GIVEN) {
      return null;
    }
    List<Object> given = query.patternsOnly() ? List.of() : inputs.given();
    List<Object> bases = given == null ? null : bases(compiler.scope());
    return given == null || bases == null ? null : new Asked(bases, given);
  }

  private static @Nullable List<Object> bases(Scope scope) {
    List<Object> bases = new ArrayList<>();
    for (Matched matched : scope.sources().values()) {
      Object basis = matched instanceof Matched.Facts(Source source) ? source.basis() : null;
      if (basis == null) {
        return null;
      }
      bases.add(basis);
    }
    return bases;
  }

  private static List<Long> sizes(Scope scope) {
    List<Long> sizes = new ArrayList<>();
    for (Matched matched : scope.sources().values()) {
      sizes.add(
          matched instanceof Matched.Facts(Source source)
              ? source.datoms().estimate(List.of())
              : 0L);
    }
    return sizes;
  }

  /** Returns whether sources of other sizes would be planned alike. */
  private boolean fits(List<Long> others) {
    for (int i = 0; i < others.size(); i++) {
      long less = Math.min(others.get(i), sizes.get(i));
      long more = Math.max(others.get(i), sizes.get(i));
      if (more > TIMES * Math.max(less, ALIKE)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether no constant of {@code query} stands anywhere but in patterns of facts. */
  static boolean patternsOnly(ParsedQuery query) {
    Set<String> constant = new HashSet<>();
    for (Input input : query.inputs()) {
      if (input instanceof Input.Bound(Binding.Scalar(Term.Variable variable))) {
        constant.add(variable.name());
      } else if (!(input instanceof Input.Source)) {
        return false;
      }
    }
    return query.where().stream().allMatch(Template::ofFacts)
        && query.find().stream().noneMatch(element -> mentions(element, constant))
        && query.find().stream().allMatch(element -> element.aggregates().isEmpty())
        && query.having().isEmpty()
        && query.with().stream().noneMatch(variable -> constant.contains(variable.name()));
  }

  private static boolean mentions(FindElement element, Set<String> names) {
    boolean[] mentions = {false};
    element.variables(variable -> mentions[0] |= names.contains(variable.name()));
    return mentions[0];
  }

  private static boolean ofFacts(Clause clause) {
    return clause instanceof Clause.Pattern(String source, List<Term> terms, Place place)
        && terms.size() > Source.ATTRIBUTE
        && terms.get(Source.ATTRIBUTE) instanceof Term.Constant;
  }

  /** Returns {@code plan} without tables. */
  private static Plan hollow(Plan plan, Notes notes) {
    return new Mapping(scan -> hollow(scan, notes)).mapped(plan);
  }

  private static Plan hollow(Plan.Scan scan, Notes notes) {
    Slot slot = Objects.requireNonNull(notes.slots.get(scan.table()));
    return new Plan.Scan(slot, scan.columns(), scan.restrictions());
  }

  /**
   * Returns the plan for the sources and constants of {@code scope}; null if it must be made anew,
   * as a constant names nothing now.
   */
  private @Nullable Plan filled(Scope scope) {
    Filling filling = new Filling(scope);
    Plan filled = new Mapping(filling::scan).mapped(plan);
    if (!filling.impossible) {
      return filled;
    }
    return patternsOnly ? new Plan.Rows(plan.width(), List.of()) : null;
  }

  /** Fills in one plan. */
  private final class Filling {
    private final Scope scope;
    private boolean impossible;

    Filling(Scope scope) {
      this.scope = scope;
    }

    Plan scan(Plan.Scan hollow) {
      Slot slot = (Slot) hollow.table();
      Source source = scope.facts(slot.source(), Place.NONE);
      Table table = Objects.requireNonNull(slot.in(source));
      List<Restriction> restrictions = new ArrayList<>(hollow.restrictions().size());
      for (Restriction restriction : hollow.restrictions()) {
        Fixed known = fixed.get(restriction);
        restrictions.add(known == null ? restriction : restriction(known, source, restriction));
      }
      return new Plan.Scan(table, hollow.columns(), restrictions);
    }

    private Restriction restriction(Fixed known, Source source, Restriction before) {
      Scope within = patternsOnly ? scope : scope.bare().with(known.constants());
      Value stored = new Matching(within, Map.of()).stored(known.pattern(), source, known.at());
      impossible |= stored == null;
      return stored == null ? before : Restriction.equal(known.column(), stored);
    }
  }
}
