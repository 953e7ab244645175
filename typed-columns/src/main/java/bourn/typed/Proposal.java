package bourn.typed;

import bourn.kernel.Value;
import java.util.List;
import java.util.Locale;

/**
 * The product type that a sample of rows suggests, with a reason for each of its fields, for
 * somebody who knows the data to confirm or to change.
 *
 * <pre>{@code
 * Inference sample = new Inference();
 * rows.forEach(sample::add);
 * System.out.println(sample.propose());  // a declaration with a comment a field
 * }</pre>
 *
 * @param rows the number of rows looked at
 * @param reasons a field for each name that a row holds, in the order of first use
 */
public record Proposal(long rows, List<Reason> reasons) {

  /**
   * A field that is proposed, and why.
   *
   * @param why in words, with numbers and rows (the first is row 1)
   */
  public record Reason(Field field, String why) {}

  public Proposal {
    reasons = List.copyOf(reasons);
  }

  /** Returns the type proposed. */
  public ProductType type() {
    return new ProductType(reasons.stream().map(Reason::field).toList());
  }

  /** Returns the declaration of the type as EDN, a field a line with its reason as a comment. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, ";; proposed from %,d rows%n[", rows));
    List<Value> declared = ((Value.Items) type().declaration()).items();
    String between = "";
    for (int i = 0; i < declared.size(); i++) {
      String why = oneLine(reasons.get(i).why());
      text.append(between).append(String.format("%-40s ; %s", declared.get(i), why));
      between = System.lineSeparator() + " ";
    }
    return text.append(between).append("]").toString();
  }

  private static String oneLine(String text) {
    return text.replace('\n', ' ').replace('\r', ' ');
  }
}
