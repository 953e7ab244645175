package bourn.typed;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at rows, one after another, and proposes the product type that holds them. Confined to one
 * thread. Keeps a few numbers a field, and of each field up to 1,000 different texts.
 */
public final class Inference {

  private final Map<String, FieldSample> fields = new LinkedHashMap<>();
  private long rows;

  /**
   * Looks at {@code row}, a map from keywords.
   *
   * @throws IllegalArgumentException if it is none, or with it there are more than {@link
   *     ProductType#MOST_FIELDS} different keys
   */
  public void add(Value row) {
    rows++;
    if (!(row instanceof Value.Entries(Map<Value, Value> entries))) {
      throw new IllegalArgumentException(
          "row " + rows + ": required a map of fields, found " + RowChecks.describe(row));
    }
    entries.forEach(this::add);
    if (fields.size() > ProductType.MOST_FIELDS) {
      throw new IllegalArgumentException(
          "row "
              + rows
              + ": required at most "
              + ProductType.MOST_FIELDS
              + " fields in all rows, found "
              + fields.size());
    }
  }

  private void add(Value key, Value value) {
    if (!(key instanceof Keyword(String name))) {
      throw new IllegalArgumentException(
          "row " + rows + ": required keywords as names of fields, found " + key);
    }
    if (!value.equals(Value.Nil.NIL)) {
      fields.computeIfAbsent(name, any -> new FieldSample()).add(rows, value);
    } else {
      fields.computeIfAbsent(name, any -> new FieldSample());
    }
  }

  /**
   * Returns what the rows so far suggest.
   *
   * @throws IllegalArgumentException if there was no row
   */
  public Proposal propose() {
    if (rows == 0) {
      throw new IllegalArgumentException("a type is inferred from at least 1 row, was 0");
    }
    List<Proposal.Reason> reasons = new ArrayList<>();
    fields.forEach((name, sample) -> reasons.add(sample.reason(reasons.size(), name, rows)));
    return new Proposal(rows, reasons);
  }
}
