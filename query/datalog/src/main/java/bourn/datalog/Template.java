package bourn.datalog;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.engine.Expression;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a query of patterns only, whose tables and constants are filled in when it is asked
 * again, of other databases or with other inputs.
 *
 * @param bases of the sources that it was made for
 */
record Template(List<Object> bases, Plan plan, Map<Restriction, Fixed> fixed) {

  /** A constant of a pattern, and where it stands. */
  record Fixed(Clause.Pattern pattern, int at, int column) {}

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

    void fixed(Restriction restriction, Clause.Pattern pattern, int at) {
      fixed.put(restriction, new Fixed(pattern, at, restriction.column()));
    }

    /** Notes that the plan is not worth keeping, as it looks at nothing or takes long anyway. */
    void unkept() {
      unkept = true;
    }
  }

  /**
   * Returns the plan of {@code query}, from its template if that is of the same bases, and keeps a
   * template of it if there can be one.
   */
  static Plan plan(Query query, Compiler compiler) {
    Scope scope = compiler.scope();
    List<Object> bases = query.patternsOnly() && !compiler.given() ? bases(scope) : null;
    if (bases == null) {
      return compiler.compile();
    }
    Template kept = query.template();
    if (kept != null && kept.bases.equals(bases)) {
      return kept.filled(scope);
    }
    Plan plan = compiler.compile();
    Notes notes = scope.planning().notes();
    if (!notes.unkept) {
      query.keep(new Template(bases, hollow(plan, notes), notes.fixed));
    }
    return plan;
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
    return switch (plan) {
      case Plan.Scan(Table table, List<Integer> columns, List<Restriction> restrictions) ->
          new Plan.Scan(Objects.requireNonNull(notes.slots.get(table)), columns, restrictions);
      default -> mapped(plan, input -> hollow(input, notes));
    };
  }

  /** Returns the plan for the sources and constants of {@code scope}. */
  private Plan filled(Scope scope) {
    Filling filling = new Filling(scope);
    Plan filled = filling.filled(plan);
    return filling.impossible ? new Plan.Rows(plan.width(), List.of()) : filled;
  }

  /** Fills in one plan. */
  private final class Filling {
    private final Scope scope;
    private final Matching matching;
    private boolean impossible;

    Filling(Scope scope) {
      this.scope = scope;
      this.matching = new Matching(scope, Map.of());
    }

    Plan filled(Plan hollow) {
      return hollow instanceof Plan.Scan scan ? scan(scan) : mapped(hollow, this::filled);
    }

    private Plan scan(Plan.Scan hollow) {
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
      Value stored = matching.stored(known.pattern(), source, known.at());
      impossible |= stored == null;
      return stored == null ? before : Restriction.equal(known.column(), stored);
    }
  }

  private static Plan mapped(Plan plan, UnaryOperator<Plan> input) {
    return switch (plan) {
      case Plan.Filter(Plan inner, Expression predicate) ->
          new Plan.Filter(input.apply(inner), predicate);
      case Plan.Project(Plan inner, List<Expression> expressions) ->
          new Plan.Project(input.apply(inner), expressions);
      case Plan.Join join ->
          new Plan.Join(
              input.apply(join.left()),
              input.apply(join.right()),
              join.leftKeys(),
              join.rightKeys(),
              join.type(),
              join.residual());
      case Plan.Distinct(Plan inner) -> new Plan.Distinct(input.apply(inner));
      case Plan.Sort sort ->
          new Plan.Sort(input.apply(sort.input()), sort.keys(), sort.offset(), sort.limit());
      case Plan.Rows rows -> rows;
      default -> throw new AssertionError("patterns are not planned as " + plan);
    };
  }
}
