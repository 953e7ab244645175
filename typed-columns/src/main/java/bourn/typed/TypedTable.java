package bourn.typed;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.columns.ValueTest;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A typed stream at a bound, as columns: those of its fields, then {@code event/offset}, {@code
 * event/time} and {@code event/origin} of the row's stamp, and {@code event/reference}. Rows come
 * in the order of offsets. A row without a value in a column satisfies no restriction of it.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class TypedTable implements Table {

  /** How many columns there are beside those of the fields. */
  static final int EVENT_COLUMNS = 4;

  static final int OFFSET = 0;
  static final int TIME = 1;
  static final int ORIGIN = 2;
  static final int REFERENCE = 3;

  private static final double EQUAL = 0.1;
  private static final double RANGE = 1.0 / 3;
  private static final double PASSED = 0.2;

  /** What a key costs in a set of them. */
  private static final double SOUGHT = 4;

  private static final List<String> EVENT_NAMES =
      List.of("event/offset", "event/time", "event/origin", "event/reference");

  private final BoundedStream bounded;
  private final ProductType type;
  private final @Nullable ColumnSegments segments;
  private final List<ValueTest> tests;
  private final List<String> names;

  private TypedTable(
      BoundedStream bounded,
      ProductType type,
      @Nullable ColumnSegments segments,
      List<ValueTest> tests) {
    this.bounded = bounded;
    this.type = type;
    this.segments = segments;
    this.tests = List.copyOf(tests);
    List<String> all = new ArrayList<>(type.names());
    all.addAll(EVENT_NAMES);
    this.names = List.copyOf(all);
  }

  /**
   * Returns the columns of {@code bounded}, read from its chunks.
   *
   * @throws IllegalArgumentException if it is no typed stream
   */
  public static TypedTable of(BoundedStream bounded) {
    return new TypedTable(bounded, ProductType.of(bounded.stream()), null, List.of());
  }

  /**
   * Returns the columns of {@code bounded}, read from {@code segments} as far as they go and from
   * its chunks beyond.
   *
   * @throws IllegalArgumentException if it is no typed stream
   */
  public static TypedTable of(BoundedStream bounded, ColumnSegments segments) {
    return new TypedTable(bounded, ProductType.of(bounded.stream()), segments, List.of());
  }

  /**
   * Returns the columns of {@code other}, read as these are.
   *
   * @throws IllegalArgumentException if it is no typed stream
   */
  public TypedTable at(BoundedStream other) {
    return new TypedTable(other, ProductType.of(other.stream()), segments, List.of());
  }

  /** Returns what every row holds. */
  public ProductType type() {
    return type;
  }

  @Override
  public List<String> columns() {
    return names;
  }

  @Override
  public void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
    scan(new ArrayList<>(), columns, restrictions, codes, sink);
  }

  private void scan(
      List<RowTest> rowTests,
      int[] columns,
      List<Restriction> restrictions,
      Codes codes,
      Sink sink) {
    bounded.observe();
    for (Restriction restriction : restrictions) {
      rowTests.add(RowTest.of(restriction, kind(restriction.column())));
    }
    tests.forEach(test -> rowTests.add(RowTest.of(test)));
    scan(new GroupScan(type.fields().size(), bounded.stream(), columns, rowTests, codes, sink));
  }

  private Kind kind(int column) {
    return column < type.fields().size()
        ? type.fields().get(column).type().kind()
        : switch (column - type.fields().size()) {
          case TIME -> Kind.TIME;
          case REFERENCE -> Kind.REFERENCE;
          default -> Kind.INT;
        };
  }

  private void scan(GroupScan scan) {
    Bound bound = bounded.bound();
    long from = bound.from();
    if (segments != null) {
      from = segments.scan(bounded.stream(), type, bound, scan);
    }
    if (from < bound.until()) {
      BoundedStream rest =
          from == bound.from()
              ? bounded
              : bounded.part(new Bound(from, bound.until()), CausalContext.NONE);
      ProductType created = TypedFormat.of(bounded.stream()).created();
      rest.chunks(
          (first, count, start, end, stamp, body) ->
              scan.scan(new ChunkGroup(created, type, body, first, count, stamp), start, end));
    }
  }

  @Override
  public List<ValueTest> tests() {
    return tests;
  }

  /** Values of dictionaries are tested, those of words are not. */
  @Override
  public @Nullable Table tested(ValueTest test) {
    if (kind(test.column()) != Kind.CODE) {
      return null;
    }
    List<ValueTest> more = new ArrayList<>(tests);
    more.add(test);
    return new TypedTable(bounded, type, segments, more);
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    double rows = (double) bounded.bound().count();
    for (Restriction restriction : restrictions) {
      rows *= part(restriction);
    }
    return (long) Math.ceil(rows * Math.pow(PASSED, tests.size()));
  }

  /** Guesses the part of rows that satisfies {@code restriction} from the ends of the column. */
  private double part(Restriction restriction) {
    Zone zone = zone(restriction.column());
    boolean equal = restriction.only() != null;
    if (zone == null || (equal && kind(restriction.column()) != Kind.INT)) {
      return equal ? EQUAL : RANGE;
    }
    return WordRange.of(kind(restriction.column()), restriction).part(zone);
  }

  /** Returns what is known of a column of packed rows; null if nothing is. */
  private @Nullable Zone zone(int column) {
    if (column >= type.fields().size()) {
      return column == type.fields().size() + OFFSET && bounded.bound().count() > 0
          ? new Zone(bounded.bound().from(), bounded.bound().until() - 1, 0)
          : null;
    }
    return segments == null || kind(column) == Kind.CODE
        ? null
        : segments.zone(bounded.stream(), type, bounded.bound(), column);
  }

  /** Whole numbers have no more values than lie between the least and the greatest. */
  @Override
  public double distinct(int column, List<Restriction> restrictions) {
    Zone zone = kind(column) == Kind.INT ? zone(column) : null;
    return zone == null
        ? 0
        : Math.min((double) estimate(restrictions), (double) zone.max() - (double) zone.min() + 1);
  }

  @Override
  public boolean seeksByScan() {
    return true;
  }

  @Override
  public double seekCost(int column) {
    return kind(column) == Kind.INT ? SOUGHT : Double.POSITIVE_INFINITY;
  }

  @Override
  public void seek(
      int column,
      long[] keys,
      int[] columns,
      List<Restriction> restrictions,
      Codes codes,
      Sink sink) {
    if (keys.length > 0) {
      List<RowTest> among = new ArrayList<>();
      among.add(RowTest.among(column, new WordSet(keys)));
      scan(among, columns, restrictions, codes, sink);
    }
  }

  /**
   * Returns the values of a field of whole numbers, instants (microseconds since 1970) or booleans
   * (0 or 1), row by row; 0 where a row has none.
   *
   * @throws IllegalArgumentException if the field is of another type
   */
  public long[] longs(String field) {
    int place = type.indexOf(field);
    FieldType fieldType = type.fields().get(place).type();
    if (!fieldType.isWord() || fieldType.kind() == Kind.REAL) {
      throw new IllegalArgumentException("field " + field + " is " + fieldType + ", no longs");
    }
    return words(place);
  }

  /**
   * Returns the values of a field of floating point numbers, row by row; NaN where a row has none.
   *
   * @throws IllegalArgumentException if the field is of another type
   */
  public double[] doubles(String field) {
    int place = real(field);
    double[] values = new double[rows()];
    int[] filled = {0};
    scan(
        new int[] {place},
        List.of(),
        new Codes(),
        batch -> {
          Column column = batch.columns()[0];
          for (int i = 0; i < batch.count(); i++) {
            values[filled[0]++] =
                column.kind(i) == Kind.NULL ? Double.NaN : Double.longBitsToDouble(column.word(i));
          }
          return true;
        });
    return values;
  }

  /**
   * Returns the values of a field of symbols, row by row; null where a row has none. Equal symbols
   * are one object.
   *
   * @throws IllegalArgumentException if the field is of another type
   */
  public @Nullable String[] texts(String field) {
    int place = type.indexOf(field);
    FieldType fieldType = type.fields().get(place).type();
    if (fieldType != FieldType.SYMBOL) {
      throw new IllegalArgumentException("field " + field + " is " + fieldType + ", no texts");
    }
    @Nullable String[] texts = new @Nullable String[rows()];
    Codes codes = new Codes();
    int[] filled = {0};
    scan(
        new int[] {place},
        List.of(),
        codes,
        batch -> {
          Column column = batch.columns()[0];
          for (int i = 0; i < batch.count(); i++) {
            Value value = column.value(i, codes);
            texts[filled[0]++] = value instanceof Value.Text(String text) ? text : null;
          }
          return true;
        });
    return texts;
  }

  /** Returns whether each row has no value in a field. */
  public boolean[] missing(String field) {
    boolean[] missing = new boolean[rows()];
    int[] filled = {0};
    scan(
        new int[] {type.indexOf(field)},
        List.of(),
        new Codes(),
        batch -> {
          Column column = batch.columns()[0];
          for (int i = 0; i < batch.count(); i++) {
            missing[filled[0]++] = column.kind(i) == Kind.NULL;
          }
          return true;
        });
    return missing;
  }

  private int real(String field) {
    int place = type.indexOf(field);
    FieldType fieldType = type.fields().get(place).type();
    if (fieldType.kind() != Kind.REAL) {
      throw new IllegalArgumentException("field " + field + " is " + fieldType + ", no doubles");
    }
    return place;
  }

  private int rows() {
    return Math.toIntExact(bounded.bound().count());
  }

  private long[] words(int place) {
    long[] words = new long[rows()];
    int[] filled = {0};
    scan(
        new int[] {place},
        List.of(),
        new Codes(),
        batch -> {
          Column column = batch.columns()[0];
          System.arraycopy(column.words(), column.start(), words, filled[0], batch.count());
          filled[0] += batch.count();
          return true;
        });
    return words;
  }

  /** Combines the values of a field as {@link #longs} gives them, those missing left out. */
  public long reduceLongs(String field, long initial, LongBinaryOperator step) {
    int place = type.indexOf(field);
    if (!type.fields().get(place).type().isWord()) {
      throw new IllegalArgumentException("field " + field + " has no longs");
    }
    long[] result = {initial};
    reduce(
        place,
        (words, from, until) -> {
          long sum = result[0];
          for (int i = from; i < until; i++) {
            sum = step.applyAsLong(sum, words[i]);
          }
          result[0] = sum;
        });
    return result[0];
  }

  /** Combines the values of a field of floating point numbers, those missing left out. */
  public double reduceDoubles(String field, double initial, DoubleBinaryOperator step) {
    double[] result = {initial};
    reduce(
        real(field),
        (words, from, until) -> {
          double sum = result[0];
          for (int i = from; i < until; i++) {
            sum = step.applyAsDouble(sum, Double.longBitsToDouble(words[i]));
          }
          result[0] = sum;
        });
    return result[0];
  }

  /** Takes words that are all there. */
  @FunctionalInterface
  private interface Words {
    void accept(long[] words, int from, int until);
  }

  private void reduce(int place, Words step) {
    scan(
        new int[] {place},
        List.of(),
        new Codes(),
        batch -> {
          Column column = batch.columns()[0];
          if (column.uniform() && column.kind() != Kind.NULL) {
            step.accept(column.words(), column.start(), column.start() + batch.count());
            return true;
          }
          for (int i = 0; i < batch.count(); i++) {
            if (column.kind(i) != Kind.NULL) {
              step.accept(column.words(), column.start() + i, column.start() + i + 1);
            }
          }
          return true;
        });
  }

  @Override
  public String toString() {
    return bounded.stream().descriptor().name() + bounded.bound().toString() + Arrays.asList(names);
  }
}
