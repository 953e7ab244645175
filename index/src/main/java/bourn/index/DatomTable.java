package bourn.index;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The facts that a window of a stream's index sees. */
record DatomTable(Snapshots snapshots, Window window) implements Table {

  private static final List<String> COLUMNS =
      List.of("entity", "attribute", "value", "tx", "added", "meta", "derived");

  /** A search takes as long as to pass over about so many facts. */
  private static final double SOUGHT = 40;

  @Override
  public List<String> columns() {
    return COLUMNS;
  }

  @Override
  public void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
    Snapshot snapshot = snapshots.pin();
    try {
      Access access = Access.of(restrictions, snapshot.schema());
      Scan scan = new Scan(window, access.conditions(), columns, codes, sink);
      for (Range range : access.ranges()) {
        if (!snapshot.scan(range, window, codes.meter(), scan)) {
          return;
        }
      }
      scan.flush();
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  @Override
  public String access(List<Restriction> restrictions) {
    Snapshot snapshot = snapshots.pin();
    try {
      Access access = Access.of(restrictions, snapshot.schema());
      return access.ranges().isEmpty()
          ? ""
          : access.ranges().getFirst().order() + named(snapshot, restrictions);
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  @Override
  public double seekCost(int column) {
    return column == Conditions.ENTITY || column == Conditions.VALUE
        ? SOUGHT
        : Double.POSITIVE_INFINITY;
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
      Scan scan = new Scan(window, new Conditions(restrictions), columns, codes, sink);
      for (long key : keys) {
        List<Restriction> all = new ArrayList<>(restrictions);
        all.add(Restriction.equal(column, new Value.Int(key)));
        Access access = Access.of(all, snapshot.schema());
        Scan own =
            access.conditions().mention(column)
                ? new Scan(window, access.conditions(), columns, codes, sink)
                : scan;
        for (Range range : access.ranges()) {
          if (!snapshot.scan(range, window, codes.meter(), own)) {
            return;
          }
        }
        if (!own.equals(scan) && !own.flush()) {
          return;
        }
      }
      scan.flush();
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  @Override
  public double distinct(int column, List<Restriction> restrictions) {
    Long attribute = attribute(restrictions);
    if (attribute == null || (column != Conditions.ENTITY && column != Conditions.VALUE)) {
      return 0;
    }
    Snapshot snapshot = snapshots.pin();
    try {
      return Sample.distinct(
          snapshot,
          column == Conditions.VALUE
              ? Access.byValue(attribute, restrictions)
              : Range.prefix(Order.AEVT, 1, 0, attribute, Value.Nil.NIL));
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  @Override
  public double orderCost(int column, List<Restriction> restrictions) {
    return column == Conditions.VALUE && attribute(restrictions) != null
        ? OrderedScan.COST
        : Double.POSITIVE_INFINITY;
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
    long attribute = Objects.requireNonNull(attribute(restrictions));
    Range range = Access.byValue(attribute, restrictions);
    return new OrderedScan(snapshots, window, range, descending, codes, sink)
        .ofFacts(most, columns, restrictions);
  }

  private static @Nullable Long attribute(List<Restriction> restrictions) {
    for (Restriction restriction : restrictions) {
      if (restriction.column() == Conditions.ATTRIBUTE
          && restriction.only() instanceof Value.Int(long id)) {
        return id;
      }
    }
    return null;
  }

  private static String named(Snapshot snapshot, List<Restriction> restrictions) {
    Long id = attribute(restrictions);
    Attribute attribute = id == null ? null : snapshot.schema().attribute(id);
    return attribute == null ? "" : " " + attribute.ident();
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    Snapshot snapshot = snapshots.pin();
    try {
      return Access.of(restrictions, snapshot.schema()).ranges().stream()
          .mapToLong(snapshot::estimate)
          .sum();
    } finally {
      snapshots.unpin(snapshot);
    }
  }
}
