package bourn.index;

import bourn.columns.Codes;
import bourn.columns.Kind;
import bourn.datoms.EntityIds;
import bourn.datoms.Facts;
import bourn.datoms.Transaction;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What consecutive transactions asserted and retracted, in every order: the unit of novelty.
 * Immutable.
 *
 * @param eavt sorted by entity
 * @param aevt sorted by attribute, then entity
 * @param avet sorted by attribute, then value
 * @param sizeBytes how many bytes of memory this takes, about
 */
record Run(Segment eavt, Segment aevt, Segment avet, long sizeBytes) {

  static final Run EMPTY = of(Segment.EMPTY, Segment.EMPTY, Segment.EMPTY);

  /** Makes a run of segments that share a dictionary. */
  private static Run of(Segment eavt, Segment aevt, Segment avet) {
    long columns = eavt.columnBytes() + aevt.columnBytes() + avet.columnBytes();
    return new Run(eavt, aevt, avet, columns + Sizes.bytes(eavt.dictionary()));
  }

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
    Map<Value, Integer> codes = new HashMap<>();
    Value[] dictionary = dictionary(codes, asserted, retracted);
    Rows rows = new Rows(asserted.count() + retracted.count(), dictionary);
    add(asserted, Segment.LIVE, codes, rows);
    add(retracted, EntityIds.transaction(transaction.t()), codes, rows);
    int[] byEntity = Sorting.sorted(Sorting.identity(rows.count()), rows::compareEavt);
    int[] byAttribute = rows.sortedByAttribute(byEntity);
    int[] byValue = rows.sortedByValue(byAttribute);
    return of(rows.toSegment(byEntity), rows.toSegment(byAttribute), rows.toSegment(byValue));
  }

  /** Returns the values that need a code, sorted, and puts the code of each into {@code codes}. */
  private static Value[] dictionary(Map<Value, Integer> codes, Facts... lists) {
    for (Facts facts : lists) {
      for (int i = 0; i < facts.count(); i++) {
        if (Codes.kind(facts.value(i)) == Kind.CODE) {
          codes.put(facts.value(i), 0);
        }
      }
    }
    Value[] sorted = codes.keySet().toArray(Value[]::new);
    Arrays.sort(sorted);
    for (int code = 0; code < sorted.length; code++) {
      codes.put(sorted[code], code);
    }
    return sorted;
  }

  private static void add(Facts facts, long retracted, Map<Value, Integer> codes, Rows rows) {
    for (int i = 0; i < facts.count(); i++) {
      Value value = facts.value(i);
      Kind kind = Codes.kind(value);
      rows.add(
          facts.entity(i),
          facts.attribute(i),
          kind,
          kind == Kind.CODE ? codes.getOrDefault(value, 0) : Words.word(value),
          EntityIds.transaction(facts.since(i)),
          retracted,
          facts.meta(i));
    }
  }

  /** Returns both runs as one; {@code newer} knows better which facts were retracted. */
  static Run merge(Run older, Run newer) {
    Dictionaries.Union union = Dictionaries.union(older.eavt.dictionary(), newer.eavt.dictionary());
    return of(
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
