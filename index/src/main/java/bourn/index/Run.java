package bourn.index;

import bourn.columns.Codes;
import bourn.columns.Kind;
import bourn.datoms.EntityIds;
import bourn.datoms.Facts;
import bourn.datoms.Transaction;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What consecutive transactions asserted and retracted, in every order: the unit of novelty.
 * Immutable.
 *
 * @param eavt sorted by entity
 * @param aevt sorted by attribute, then entity
 * @param avet sorted by attribute, then value
 */
record Run(Segment eavt, Segment aevt, Segment avet) {

  static final Run EMPTY = new Run(Segment.EMPTY, Segment.EMPTY, Segment.EMPTY);

  int count() {
    return eavt.count();
  }

  Segment in(Order order) {
    return switch (order) {
      case EAVT -> eavt;
      case AEVT -> aevt;
      case AVET -> avet;
    };
  }

  static Run of(Transaction transaction) {
    Facts asserted = transaction.asserted();
    Facts retracted = transaction.retracted();
    Value[] dictionary = dictionary(asserted, retracted);
    Rows rows = new Rows(asserted.count() + retracted.count(), dictionary);
    add(asserted, Segment.LIVE, dictionary, rows);
    add(retracted, EntityIds.transaction(transaction.t()), dictionary, rows);
    int[] byEntity = Sorting.sorted(Sorting.identity(rows.count()), rows::compareEavt);
    int[] byAttribute = Sorting.sorted(byEntity, rows::compareAttributes);
    int[] byValue = Sorting.sorted(byAttribute, rows::compareAttributesAndValues);
    return new Run(rows.toSegment(byEntity), rows.toSegment(byAttribute), rows.toSegment(byValue));
  }

  private static Value[] dictionary(Facts... lists) {
    Set<Value> values = new HashSet<>();
    for (Facts facts : lists) {
      for (int i = 0; i < facts.count(); i++) {
        if (Codes.kind(facts.value(i)) == Kind.CODE) {
          values.add(facts.value(i));
        }
      }
    }
    Value[] sorted = values.toArray(Value[]::new);
    Arrays.sort(sorted);
    return sorted;
  }

  private static void add(Facts facts, long retracted, Value[] dictionary, Rows rows) {
    for (int i = 0; i < facts.count(); i++) {
      Value value = facts.value(i);
      rows.add(
          facts.entity(i),
          facts.attribute(i),
          Codes.kind(value),
          Words.word(value, dictionary),
          EntityIds.transaction(facts.since(i)),
          retracted,
          facts.meta(i));
    }
  }

  /** Returns both runs as one; {@code newer} knows better which facts were retracted. */
  static Run merge(Run older, Run newer) {
    Dictionaries.Union union = Dictionaries.union(older.eavt.dictionary(), newer.eavt.dictionary());
    return new Run(
        merge(Order.EAVT, older.eavt, newer.eavt, union),
        merge(Order.AEVT, older.aevt, newer.aevt, union),
        merge(Order.AVET, older.avet, newer.avet, union));
  }

  private static Segment merge(
      Order order, Segment older, Segment newer, Dictionaries.Union union) {
    Segment left = recoded(older, union.left(), union.values());
    Segment right = recoded(newer, union.right(), union.values());
    Rows rows = new Rows(left.count() + right.count(), union.values());
    Merger.merge(
        order,
        List.of(Strand.of(left, 0, left.count()), Strand.of(right, 0, right.count())),
        (segment, from, until) -> {
          rows.addAll(segment, from, until, null);
          return true;
        });
    return rows.toSegment();
  }

  private static Segment recoded(Segment segment, int[] codes, Value[] dictionary) {
    Rows rows = new Rows(segment.count(), dictionary);
    rows.addAll(segment, 0, segment.count(), codes);
    return rows.toSegment();
  }
}
