package bourn.index;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.kernel.Value;
import java.util.List;

/** The facts that a window of a stream's index sees. */
record DatomTable(Snapshots snapshots, Window window) implements Table {

  private static final List<String> COLUMNS =
      List.of("entity", "attribute", "value", "tx", "added", "meta", "derived");

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
        if (!snapshot.scan(range, window, scan)) {
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

  private static String named(Snapshot snapshot, List<Restriction> restrictions) {
    for (Restriction restriction : restrictions) {
      if (restriction.column() == Conditions.ATTRIBUTE
          && restriction.only() instanceof Value.Int(long id)) {
        Attribute attribute = snapshot.schema().attribute(id);
        return attribute == null ? "" : " " + attribute.ident();
      }
    }
    return "";
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
