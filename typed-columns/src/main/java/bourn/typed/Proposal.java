package bourn.typed;

import bourn.kernel.Edn;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
 * @param reasons a reason for each name that a row holds, in the order of first use
 */
public record Proposal(long rows, List<Reason> reasons) {

  /**
   * What is proposed of one name, and why.
   *
   * @param field the field proposed, or null when no type holds what rows hold there: it is left
   *     out of the type, so rows with it are refused
   * @param why in words, with numbers and rows (the first is row 1)
   */
  public record Reason(String name, @Nullable Field field, String why) {}

  public Proposal {
    reasons = List.copyOf(reasons);
  }

  /**
   * Returns the type proposed.
   *
   * @throws IllegalArgumentException if there is no field to propose
   */
  public ProductType type() {
    List<Field> fields = new ArrayList<>();
    for (Reason reason : reasons) {
      Optional.ofNullable(reason.field()).ifPresent(fields::add);
    }
    return new ProductType(fields);
  }

  /** Returns the declaration of the type as EDN, a field a line with its reason as a comment. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, ";; proposed from %,d rows%n[", rows));
    List<Value> declared = ((Value.Items) type().declaration()).items();
    int next = 0;
    String between = "";
    for (Reason reason : reasons) {
      String line =
          reason.field() == null ? "#_" + Value.of(reason.name()) : Edn.print(declared.get(next++));
      text.append(between).append(String.format("%-40s ; %s", line, oneLine(reason.why())));
      between = System.lineSeparator() + " ";
    }
    return text.append(between).append("]").toString();
  }

  private static String oneLine(String text) {
    return text.replace('\n', ' ').replace('\r', ' ');
  }
}
