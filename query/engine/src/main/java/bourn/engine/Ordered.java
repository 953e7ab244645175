package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sort of which only the first rows are wanted, over a table that has rows in that order: it is
 * read only as far as they lie.
 *
 * @param column of the table, in whose order rows come
 * @param most how many rows may be looked at, before it is cheaper to look at all and sort them
 */
record Ordered(Plan.Scan scan, int column, boolean descending, long most) {

  private static final long MOST_WANTED = Batch.MOST_ROWS;

  /** A filter, or that rows are the same, is expected to leave so many fewer. */
  private static final double FEWER = 4;

  /** Returns how the first rows of {@code sort} are read in order, null if all had better be. */
  static @Nullable Ordered of(Plan.Sort sort) {
    if (sort.keys().isEmpty() || sort.limit() > MOST_WANTED || sort.offset() > MOST_WANTED) {
      return null;
    }
    Plan.SortKey key = sort.keys().getFirst();
    return under(
        sort.input(), key.column(), key.descending(), (double) (sort.limit() + sort.offset()));
  }

  /** Looks for the table whose rows become those of {@code plan}, in the same order. */
  private static @Nullable Ordered under(Plan plan, int column, boolean descending, double wanted) {
    return switch (plan) {
      case Plan.Project project ->
          project.expressions().get(column) instanceof Expression.Input(int index)
              ? under(project.input(), index, descending, wanted)
              : null;
      case Plan.Filter filter -> under(filter.input(), column, descending, FEWER * wanted);
      case Plan.Distinct distinct -> under(distinct.input(), column, descending, FEWER * wanted);
      case Plan.Scan scan -> of(scan, scan.columns().get(column), descending, wanted);
      default -> null;
    };
  }

  private static @Nullable Ordered of(
      Plan.Scan scan, int column, boolean descending, double wanted) {
    double cost = scan.table().orderCost(column, scan.restrictions());
    if (Double.isInfinite(cost)) {
      return null;
    }
    List<Restriction> walked =
        scan.restrictions().stream()
            .filter(r -> r.column() == column || r.column() == Source.ATTRIBUTE)
            .toList();
    double rows = (double) scan.table().estimate(scan.restrictions());
    double walk = wanted * (double) scan.table().estimate(walked) / Math.max(1, rows);
    return walk * cost < rows ? new Ordered(scan, column, descending, (long) (rows / cost)) : null;
  }

  /** Scans; returns false if that was given up. */
  boolean run(Codes codes, Sink sink) {
    int[] columns = Execution.ints(scan.columns());
    return scan.table()
        .scanOrdered(column, descending, most, columns, scan.restrictions(), codes, sink);
  }

  /** Returns whether rows that come after {@code rows}, which came in order, are not wanted. */
  static boolean suffices(RowSet rows, Plan.Sort sort) {
    long wanted = sort.limit() + sort.offset();
    if (rows.count() < wanted || wanted == 0) {
      return wanted == 0;
    }
    if (sort.keys().size() == 1) {
      return true;
    }
    Column column = rows.columns()[sort.keys().getFirst().column()];
    int last = rows.count() - 1;
    int least = (int) wanted - 1;
    return column.kind(last) != column.kind(least) || column.word(last) != column.word(least);
  }
}
