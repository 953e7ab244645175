package bourn.formats;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a CSV text as maps. */
final class CsvValues implements ValueReader {

  static final int SAMPLE = 1_000;
  private static final Pattern PLACE = Pattern.compile("line (\\d{1,18})");

  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final Queue<CsvRecord> sample = new ArrayDeque<>();
  private final Function<List<String>, Set<String>> inferred;
  private @Nullable List<Value> keys;
  private int cells = -1;
  private List<CsvType> types = List.of();
  private long line;
  private @Nullable FormatException wrongBehindSample;

  CsvValues(Reader in, char separator, Function<List<String>, Set<String>> inferred) {
    this.reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .detectBomHeader(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(Lines.MOST_CHARACTERS)
            .ofCsvRecord(in);
    this.records = reader.iterator();
    this.inferred = inferred;
  }

  @Override
  public @Nullable Value next() {
    List<Value> names = keys();
    CsvRecord record = sample.isEmpty() ? behindSample() : sample.poll();
    if (record == null) {
      return null;
    }
    line = record.getStartingLineNumber();
    Value.Entries.Builder entries = new Value.Entries.Builder(names.size());
    for (int i = 0; i < names.size(); i++) {
      String cell = record.getField(i);
      if (!cell.isEmpty()) {
        Value read = types.get(i).read(cell);
        entries.add(names.get(i), read == null ? Value.of(cell) : read);
      }
    }
    return entries.build();
  }

  private @Nullable CsvRecord behindSample() {
    FormatException wrong = wrongBehindSample;
    if (wrong != null) {
      wrongBehindSample = null;
      throw wrong;
    }
    return nextRecord();
  }

  private List<Value> keys() {
    if (keys == null) {
      CsvRecord header = nextRecord();
      keys = header == null ? List.of() : keysOf(header);
      cells = keys.size();
      types = types(keys);
    }
    return keys;
  }

  private static List<Value> keysOf(CsvRecord header) {
    Set<Value> names = new LinkedHashSet<>();
    for (String cell : header.getFields()) {
      String name = cell.startsWith("\uFEFF") && names.isEmpty() ? cell.substring(1) : cell;
      if (name.isEmpty() || name.charAt(0) == ':' || !names.add(Keyword.of(name))) {
        throw new FormatException(
            header.getStartingLineNumber(),
            0,
            "required distinct names of columns that are not empty nor begin with a colon, found \""
                + name
                + "\" in column "
                + (names.size() + 1));
      }
    }
    return List.copyOf(names);
  }

  private List<CsvType> types(List<Value> columns) {
    List<String> names = columns.stream().map(column -> ((Keyword) column).name()).toList();
    Set<String> of = names.isEmpty() ? Set.of() : inferred.apply(names);
    if (!of.isEmpty()) {
      takeSample();
    }
    List<CsvType> types = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      types.add(of.contains(names.get(i)) ? inferredOf(i) : CsvType.TEXT);
    }
    return types;
  }

  /** Reads ahead; what is wrong there is said when it is come to. */
  private void takeSample() {
    try {
      while (sample.size() < SAMPLE) {
        CsvRecord record = nextRecord();
        if (record == null) {
          break;
        }
        sample.add(record);
      }
    } catch (FormatException wrong) {
      wrongBehindSample = wrong;
    }
  }

  private CsvType inferredOf(int column) {
    EnumSet<CsvType> fitting = EnumSet.allOf(CsvType.class);
    boolean empty = true;
    for (CsvRecord record : sample) {
      String cell = record.getField(column);
      if (!cell.isEmpty()) {
        empty = false;
        fitting.removeIf(type -> type.read(cell) == null);
      }
    }
    return empty ? CsvType.TEXT : fitting.iterator().next();
  }

  private @Nullable CsvRecord nextRecord() {
    try {
      return records.hasNext() ? checked(records.next()) : null;
    } catch (CsvParseException refused) {
      throw refused(refused);
    }
  }

  private CsvRecord checked(CsvRecord record) {
    if (cells >= 0 && record.getFieldCount() != cells) {
      throw new FormatException(
          record.getStartingLineNumber(),
          0,
          "required " + cells + " cells, as in the first row, found " + record.getFieldCount());
    }
    return record;
  }

  private FormatException refused(CsvParseException refused) {
    Throwable cause = refused.getCause() == null ? refused : refused.getCause();
    String problem = String.valueOf(cause.getMessage());
    Matcher place = PLACE.matcher(refused.getMessage() + problem);
    return new FormatException(
        place.find() ? Long.parseLong(place.group(1)) : line + 1,
        0,
        "required CSV, found: " + problem);
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
