package bourn.typed;

import bourn.kernel.Value;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What rows hold under one name. */
final class FieldSample {

  private static final int MOST_DISTINCT = 1_000;

  /** What is longer is put beside the rows. */
  private static final int MOST_CHARACTERS = 1_000;

  private static final Pattern UUID_FORM =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** What a value is, as far as it decides which field may hold it. */
  private enum Sort {
    TRUTH,
    WHOLE,
    REAL,
    TIME,
    UUID,
    TEXT,
    BYTES,
    OTHER
  }

  /** The first value of a sort, and its row. */
  private record Example(long row, Value value) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "row %,d holds %s", row, RowChecks.describe(value));
    }
  }

  private final Map<Sort, Example> examples = new EnumMap<>(Sort.class);
  private final Set<String> distinct = new HashSet<>();
  private long present;
  private long lastRow;
  private long firstMissing;
  private @Nullable Value least;
  private @Nullable Value greatest;
  private int shortest = Integer.MAX_VALUE;
  private int longest;

  /** Looks at {@code value} of {@code row}, which comes after all rows before. */
  void add(long row, Value value) {
    if (firstMissing == 0 && row > lastRow + 1) {
      firstMissing = lastRow + 1;
    }
    lastRow = row;
    present++;
    examples.putIfAbsent(sort(value), new Example(row, value));
    if (least == null || greatest == null) {
      least = value;
      greatest = value;
    }
    least = value.compareTo(least) < 0 ? value : least;
    greatest = value.compareTo(greatest) > 0 ? value : greatest;
    switch (value) {
      case Value.Text(String text) -> {
        length(text.length());
        if (distinct.size() < MOST_DISTINCT) {
          distinct.add(text);
        }
      }
      case Value.Bytes bytes -> length(bytes.value().length);
      default -> length(0);
    }
  }

  private void length(int length) {
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
  }

  private static Sort sort(Value value) {
    return switch (value) {
      case Value.Bool any -> Sort.TRUTH;
      case Value.Int any -> Sort.WHOLE;
      case Value.Real any -> Sort.REAL;
      case Value.Time any -> Sort.TIME;
      case Value.Uuid any -> Sort.UUID;
      case Value.Bytes any -> Sort.BYTES;
      case Value.Text(String text) when Value.Time.read(text) != null -> Sort.TIME;
      case Value.Text(String text) when UUID_FORM.matcher(text).matches() -> Sort.UUID;
      case Value.Text any -> Sort.TEXT;
      default -> Sort.OTHER;
    };
  }

  /** Returns what is proposed for {@code name}, of which {@code rows} rows were looked at. */
  Proposal.Reason reason(int id, String name, long rows) {
    FieldType type = type();
    int width = type == FieldType.FIXED_BYTES ? longest : type.widthBytes();
    return new Proposal.Reason(
        new Field(id, name, type, width, present < rows, Value.Nil.NIL),
        why(type) + "; " + missing(rows));
  }

  private boolean is(Sort... sorts) {
    return Set.of(sorts).containsAll(examples.keySet());
  }

  private FieldType type() {
    if (present == 0) {
      return FieldType.SYMBOL;
    }
    if (examples.containsKey(Sort.OTHER) || longest > MOST_CHARACTERS) {
      return FieldType.BLOB;
    }
    if (is(Sort.TRUTH)) {
      return FieldType.BOOL;
    }
    if (is(Sort.WHOLE)) {
      return whole(number(least), number(greatest));
    }
    if (is(Sort.WHOLE, Sort.REAL)) {
      return FieldType.F64;
    }
    if (is(Sort.TIME)) {
      return FieldType.INSTANT;
    }
    if (is(Sort.UUID)) {
      return FieldType.UUID;
    }
    if (is(Sort.BYTES)) {
      return shortest == longest && longest > 0 ? FieldType.FIXED_BYTES : FieldType.BLOB;
    }
    return examples.containsKey(Sort.BYTES) ? FieldType.BLOB : FieldType.SYMBOL;
  }

  private static long number(@Nullable Value value) {
    return value instanceof Value.Int(long number) ? number : 0;
  }

  /** The smallest type that leaves as much room again. */
  private static FieldType whole(long least, long greatest) {
    for (FieldType type : new FieldType[] {FieldType.I8, FieldType.I16, FieldType.I32}) {
      if (type.fits(least)
          && type.fits(greatest)
          && type.fits(2 * least)
          && type.fits(2 * greatest)) {
        return type;
      }
    }
    return FieldType.I64;
  }

  private String why(FieldType type) {
    if (present == 0) {
      return "nothing is known of it";
    }
    return switch (type) {
      case I8, I16, I32, I64 -> range() + ", with as much room again";
      case F32, F64, INSTANT -> range();
      case BOOL, UUID, FIXED_BYTES -> examples.values().iterator().next().toString();
      case BLOB -> blob();
      case SYMBOL -> is(Sort.TEXT, Sort.TIME, Sort.UUID) ? texts() : mixed();
    };
  }

  private String blob() {
    Example other = examples.get(Sort.OTHER);
    return other == null
        ? String.format(Locale.ROOT, "of %,d to %,d bytes or characters", shortest, longest)
        : other.toString();
  }

  private String range() {
    return RowChecks.describe(Objects.requireNonNull(least))
        + " to "
        + RowChecks.describe(Objects.requireNonNull(greatest));
  }

  private String texts() {
    boolean many = distinct.size() == MOST_DISTINCT;
    return String.format(
        Locale.ROOT,
        "%s%,d different texts of %,d, the longest of %,d characters%s, as %s",
        many ? "at least " : "",
        distinct.size(),
        present,
        longest,
        many ? " (symbols are for texts that repeat)" : "",
        examples.values().stream()
            .map(example -> RowChecks.describe(example.value()))
            .collect(Collectors.joining(" and ")));
  }

  private String mixed() {
    return "mixed, so each as text: "
        + examples.values().stream().map(Example::toString).collect(Collectors.joining(", "));
  }

  private String missing(long rows) {
    if (present == rows) {
      return "in every row";
    }
    return String.format(
        Locale.ROOT,
        "missing in %,d of %,d rows, first in row %,d",
        rows - present,
        rows,
        firstMissing == 0 ? lastRow + 1 : firstMissing);
  }
}
