package bourn.index;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The entities that have all of some attributes: the entity, then the value of each. No entity may
 * have several values of one of them.
 */
record StarTable(Snapshots snapshots, Window window, List<Attribute> attributes) implements Table {

  static final int ENTITY = 0;

  /** An entity sought in order takes as long as to pass over about so many facts. */
  private static final double PASSED = 4;

  /** A value takes a search of its own. */
  private static final double SOUGHT = 40;

  StarTable {
    attributes = List.copyOf(attributes);
  }

  @Override
  public List<String> columns() {
    List<String> names = new ArrayList<>();
    names.add("entity");
    attributes.forEach(attribute -> names.add(attribute.ident().name()));
    return names;
  }

  @Override
  public void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
    if (attributes.size() == 1) {
      int[] ofFacts = Arrays.stream(columns).map(StarTable::ofFacts).toArray();
      new DatomTable(snapshots, window).scan(ofFacts, facts(0, restrictions), codes, sink);
      return;
    }
    Snapshot snapshot = snapshots.pin();
    try {
      new StarScan(this, snapshot, restrictions, columns, codes, sink).run();
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  private static int ofFacts(int column) {
    return column == ENTITY ? Conditions.ENTITY : Conditions.VALUE;
  }

  @Override
  public double seekCost(int column) {
    return column == ENTITY ? PASSED : SOUGHT;
  }

  @Override
  public void seek(
      int column,
      long[] keys,
      int[] columns,
      List<Restriction> restrictions,
      Codes codes,
      Sink sink) {
    Snapshot snapshot = snapshots.pin();
    try {
      new StarScan(this, snapshot, restrictions, columns, codes, sink).seek(column, keys);
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  @Override
  public double orderCost(int column, List<Restriction> restrictions) {
    return column == ENTITY ? Double.POSITIVE_INFINITY : OrderedScan.COST;
  }

  @Override
  public boolean scanOrdered(
      int column,
      boolean descending,
      long most,
      int[] columns,
      List<Restriction> restrictions,
      Codes codes,
      Sink sink) {
    int i = column - 1;
    Range range = Access.byValue(attributes.get(i).id(), facts(i, restrictions));
    return new OrderedScan(snapshots, window, range, descending, codes, sink)
        .ofEntities(most, this, columns, restrictions);
  }

  @Override
  public String access(List<Restriction> restrictions) {
    return "AEVT";
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    Snapshot snapshot = snapshots.pin();
    try {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < attributes.size(); i++) {
        least = Math.min(least, estimate(snapshot, i, restrictions));
      }
      return least;
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  @Override
  public double distinct(int column, List<Restriction> restrictions) {
    if (column == ENTITY) {
      return (double) estimate(restrictions);
    }
    Snapshot snapshot = snapshots.pin();
    try {
      long attribute = attributes.get(column - 1).id();
      return Sample.distinct(snapshot, Access.byValue(attribute, facts(column - 1, restrictions)));
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  /** Returns about how many entities have what is asked for of attribute {@code i}. */
  long estimate(Snapshot snapshot, int i, List<Restriction> restrictions) {
    return Access.of(facts(i, restrictions), snapshot.schema()).ranges().stream()
        .mapToLong(snapshot::estimate)
        .sum();
  }

  /** Returns what {@code restrictions} ask of the facts of attribute {@code i}. */
  List<Restriction> facts(int i, List<Restriction> restrictions) {
    List<Restriction> facts = new ArrayList<>();
    Value attribute = new Value.Int(attributes.get(i).id());
    facts.add(Restriction.equal(Conditions.ATTRIBUTE, attribute));
    for (Restriction restriction : restrictions) {
      if (restriction.column() == ENTITY) {
        facts.add(restriction);
      } else if (restriction.column() == i + 1) {
        facts.add(
            new Restriction(
                Conditions.VALUE,
                restriction.from(),
                restriction.fromInclusive(),
                restriction.until(),
                restriction.untilInclusive()));
      }
    }
    return facts;
  }
}
