package bourn.index;

import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Every datom ever transacted, in a list: what an index has to agree with. */
final class Model {

  /** A row of the table of datoms, with values. */
  record Row(long entity, long attribute, Value value, long tx, boolean added, long meta) {

    static Row of(Datom datom) {
      return new Row(
          datom.entity(),
          datom.attribute(),
          datom.value(),
          EntityIds.transaction(datom.t()),
          datom.added(),
          datom.meta());
    }
  }

  private final List<Datom> datoms = new ArrayList<>();

  void add(List<Datom> transaction) {
    datoms.addAll(transaction);
  }

  /** Forgets the assertions that {@code forgotten} tells, and the retractions of the same facts. */
  void forget(Predicate<Datom> forgotten) {
    List<Datom> gone = new ArrayList<>();
    for (Datom datom : datoms) {
      if (datom.added() && forgotten.test(datom)) {
        gone.add(datom);
        datoms.stream()
            .filter(later -> !later.added() && later.t() > datom.t() && isSame(datom, later))
            .findFirst()
            .ifPresent(gone::add);
      }
    }
    datoms.removeAll(gone);
  }

  private static boolean isSame(Datom one, Datom other) {
    return one.entity() == other.entity()
        && one.attribute() == other.attribute()
        && one.value().equals(other.value());
  }

  List<Datom> datoms() {
    return List.copyOf(datoms);
  }

  /** Returns what holds at the end of a window and began inside it, unsorted. */
  List<Row> holding(long from, long until) {
    return datoms.stream()
        .filter(datom -> datom.added() && datom.t() < until && holds(datom, until))
        .filter(datom -> datom.t() >= from)
        .map(Row::of)
        .toList();
  }

  private boolean holds(Datom asserted, long until) {
    return datoms.stream()
        .noneMatch(
            datom ->
                !datom.added()
                    && datom.t() > asserted.t()
                    && datom.t() < until
                    && isSame(datom, asserted));
  }

  /** Returns all that was asserted and retracted inside a window, unsorted. */
  List<Row> history(long from, long until) {
    return datoms.stream()
        .filter(datom -> from <= datom.t() && datom.t() < until)
        .map(Row::of)
        .toList();
  }

  static List<Row> matching(List<Row> rows, Predicate<Row> condition, Comparator<Row> order) {
    return rows.stream().filter(condition).sorted(order).toList();
  }
}
