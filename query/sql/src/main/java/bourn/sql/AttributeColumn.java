package bourn.sql;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.datoms.Attribute;
import bourn.engine.Source;
import bourn.index.Database;
import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of one attribute, by entity. */
final class AttributeColumn {

  /** An Integer, what refers to it, and the facts once more. */
  private static final int BYTES_A_PLACE = 16 + 4 + 17;

  private static final int BYTES_A_FACT = Long.BYTES + Long.BYTES + 1;

  private final Codes codes;
  private long[] entities = new long[1_024];
  private long[] words = new long[1_024];
  private byte[] kinds = new byte[1_024];
  private int size;
  private boolean sorted = true;
  private long taken;

  private AttributeColumn(Codes codes) {
    this.codes = codes;
  }

  /** Returns the facts of {@code attribute} that satisfy {@code restrictions}. */
  static AttributeColumn of(
      Database database, Attribute attribute, List<Restriction> restrictions, Codes codes) {
    List<Restriction> all = new ArrayList<>(restrictions);
    all.add(Restriction.equal(Source.ATTRIBUTE, Value.of(attribute.id())));
    AttributeColumn column = new AttributeColumn(codes);
    database.datoms().scan(new int[] {Source.ENTITY, Source.VALUE}, all, codes, column::add);
    column.sort();
    return column;
  }

  private boolean add(Batch batch) {
    Column entity = batch.columns()[0];
    Column value = batch.columns()[1];
    reserve(batch.count());
    for (int i = 0; i < batch.count(); i++) {
      int row = batch.row(i);
      entities[size] = entity.word(row);
      sorted &= size == 0 || entities[size - 1] <= entities[size];
      put(value.kind(row), value.word(row));
      size++;
    }
    return true;
  }

  /** Names are strings in SQL. */
  private void put(Kind kind, long word) {
    if (kind == Kind.CODE) {
      Value value = codes.value(word);
      words[size] =
          value instanceof Keyword || value instanceof Symbol
              ? codes.code(Value.of(value.toString()))
              : word;
    } else {
      words[size] = word;
    }
    kinds[size] = kind.tag();
  }

  private void reserve(int count) {
    if (size + count > words.length) {
      int length = Math.max(size + count, 2 * words.length);
      take((long) BYTES_A_FACT * (length - words.length));
      entities = Arrays.copyOf(entities, length);
      words = Arrays.copyOf(words, length);
      kinds = Arrays.copyOf(kinds, length);
    }
  }

  private void sort() {
    if (sorted) {
      return;
    }
    take((long) BYTES_A_PLACE * size);
    long[] order = new long[size];
    Integer[] places = new Integer[size];
    Arrays.setAll(places, i -> i);
    long[] keys = entities;
    Arrays.sort(places, (a, b) -> Long.compare(keys[a], keys[b]));
    long[] sortedWords = new long[size];
    byte[] sortedKinds = new byte[size];
    for (int i = 0; i < size; i++) {
      order[i] = entities[places[i]];
      sortedWords[i] = words[places[i]];
      sortedKinds[i] = kinds[places[i]];
    }
    take(-(long) BYTES_A_PLACE * size);
    entities = order;
    words = sortedWords;
    kinds = sortedKinds;
  }

  int size() {
    return size;
  }

  /** Counts what this holds no longer. */
  void release() {
    take(-taken);
  }

  private void take(long bytes) {
    taken += bytes;
    if (bytes < 0) {
      codes.meter().give(-bytes);
    } else {
      codes.meter().take(bytes);
    }
  }

  long entity(int place) {
    return entities[place];
  }

  byte kind(int place) {
    return kinds[place];
  }

  long word(int place) {
    return words[place];
  }

  /** Returns the type that all values have. */
  static SqlType type(Database database, Attribute attribute) {
    if (attribute.valueType() != null) {
      return switch (attribute.valueType()) {
        case STRING, KEYWORD, SYMBOL, URI -> SqlType.VARCHAR;
        case LONG, REF -> SqlType.BIGINT;
        case DOUBLE, FLOAT -> SqlType.DOUBLE;
        case BOOLEAN -> SqlType.BOOLEAN;
        case INSTANT -> SqlType.TIMESTAMP;
        case UUID -> SqlType.UUID;
        case BIGINT, TUPLE -> SqlType.ANY;
        case BIGDEC -> SqlType.DECIMAL;
        case BYTES -> SqlType.VARBINARY;
      };
    }
    return inferred(of(database, attribute, List.of(), new Codes()));
  }

  private static SqlType inferred(AttributeColumn column) {
    SqlType all = null;
    long code = -1;
    for (int i = 0; i < column.size; i++) {
      SqlType type = type(column, i, code);
      if (column.kinds[i] == Kind.CODE.tag()) {
        code = column.words[i];
      }
      all = all == null || all == type || type == null ? (type == null ? all : type) : SqlType.ANY;
      if (all == SqlType.ANY) {
        return all;
      }
    }
    return all == null ? SqlType.ANY : all;
  }

  private static @Nullable SqlType type(AttributeColumn column, int i, long lastCode) {
    Kind kind = Kind.of(column.kinds[i]);
    return kind == Kind.CODE && column.words[i] == lastCode
        ? null
        : Inference.type(column.codes.value(kind, column.words[i]));
  }
}
