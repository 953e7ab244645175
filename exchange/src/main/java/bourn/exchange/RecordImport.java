package bourn.exchange;

import bourn.datoms.TransactionException;
import bourn.formats.FormatException;
import bourn.formats.ValueReader;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Durability;
import bourn.kernel.ProgressListener;
import bourn.kernel.Value;
import bourn.kernel.ValueOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Imports records, many a transaction. Used once. */
final class RecordImport {

  /*
   * A checkpoint is a number of records and the digest of their values, not of bytes: to go on, the
   * file is read from its beginning, as the types of columns and the tags of forms depend on it, and
   * what was imported is skipped when it has the same digest. So what comes later may be mended.
   */

  private static final int MOST_BATCH_BYTES = 4 << 20;

  private final DatomStream stream;
  private final Path file;
  private final ImportOptions options;
  private final ProgressListener progress;
  private final Shape shape;
  private MessageDigest digest = sha256();
  private @Nullable Entry ahead;
  private long records;
  private long transactions;
  private long lastLine;

  /** A record, the line that it begins on, and its bytes. */
  private record Entry(Value value, long line, byte[] bytes) {}

  RecordImport(
      DatomStream stream,
      Path file,
      ImportOptions options,
      ProgressListener progress,
      Shape shape) {
    this.stream = stream;
    this.file = file;
    this.options = options;
    this.progress = progress;
    this.shape = shape;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  ImportReport run() throws IOException {
    ImportCheckpoint from =
        options.again()
            ? ImportCheckpoint.START
            : ImportCheckpoint.last(stream.db(), options.name());
    try (ValueReader reader = shape.reader(InputFile.open(file, progress))) {
      skip(reader, from);
      for (List<Entry> batch = batch(reader); !batch.isEmpty(); batch = batch(reader)) {
        transact(batch);
      }
    } catch (UncheckedIOException failure) {
      throw unread(failure);
    }
    return new ImportReport(records - from.records(), from.records(), transactions);
  }

  private IOException unread(UncheckedIOException failure) {
    if (failure.getCause() instanceof CharacterCodingException) {
      throw stopped(
          lastLine + 1, " or soon after it: required text in UTF-8, found other bytes", failure);
    }
    return Objects.requireNonNull(failure.getCause());
  }

  private void skip(ValueReader reader, ImportCheckpoint from) {
    while (records < from.records()) {
      Entry record = next(reader);
      if (record == null) {
        throw changed(from, "ends after " + records);
      }
      digest.update(record.bytes());
      records++;
    }
    if (records > 0 && !text(digest).equals(from.digest())) {
      throw changed(from, "begins with others");
    }
  }

  private ImportException changed(ImportCheckpoint from, String found) {
    return new ImportException(
        file
            + ": required the "
            + from.records()
            + " records that were imported as \""
            + options.name()
            + "\" before, but the file "
            + found
            + ". Give it another name (--name) if it is another file, or import all of it once"
            + " more (--again).",
        0);
  }

  private @Nullable Entry next(ValueReader reader) {
    try {
      Value value = reader.next();
      if (value == null) {
        return null;
      }
      lastLine = reader.line();
      ValueOutput bytes = new ValueOutput(128);
      bytes.write(value);
      return new Entry(value, reader.line(), bytes.toBytes());
    } catch (FormatException refused) {
      throw stopped(refused.line(), behindLine(refused), refused);
    } catch (IllegalArgumentException refused) {
      throw stopped(Math.max(1, reader.line()), ": " + refused.getMessage(), refused);
    }
  }

  /** Returns what a message says behind the line. */
  static String behindLine(FormatException refused) {
    String message = String.valueOf(refused.getMessage());
    String line = "line " + refused.line();
    return message.startsWith(line) ? message.substring(line.length()) : ": " + message;
  }

  /** Returns the next records, all of them declarations or none. */
  private List<Entry> batch(ValueReader reader) {
    List<Entry> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < options.batchSize() && bytes < MOST_BATCH_BYTES) {
      Entry record = ahead == null ? next(reader) : ahead;
      ahead = null;
      if (record == null) {
        break;
      }
      if (!batch.isEmpty()
          && shape.declares(record.value()) != shape.declares(batch.getFirst().value())) {
        ahead = record;
        break;
      }
      batch.add(record);
      bytes += record.bytes().length;
    }
    return batch;
  }

  private void transact(List<Entry> batch) {
    try {
      append(batch);
    } catch (TransactionException refused) {
      List<List<Entry>> parts = new ArrayList<>();
      divide(batch, stream.db(), parts);
      parts.forEach(this::append);
    }
  }

  private void append(List<Entry> part) {
    MessageDigest after = copy(digest);
    part.forEach(record -> after.update(record.bytes()));
    ImportCheckpoint checkpoint = new ImportCheckpoint(records + part.size(), text(after));
    stream.transact(before -> forms(part, checkpoint, before), CausalContext.NONE, Durability.LOG);
    digest = after;
    records += part.size();
    transactions++;
  }

  /**
   * Divides records that one transaction refuses into fewer that are taken, as some may build on
   * those before them. Nothing is appended, so that nothing is when a record by itself is refused.
   */
  private Database divide(List<Entry> part, Database before, List<List<Entry>> out) {
    try {
      ImportCheckpoint checkpoint = new ImportCheckpoint(records + part.size(), "");
      Database after = before.with(forms(part, checkpoint, before)).after();
      out.add(part);
      return after;
    } catch (TransactionException refused) {
      if (part.size() == 1) {
        throw stopped(part.getFirst().line(), ": " + refused.getMessage(), refused);
      }
      int middle = part.size() / 2;
      Database halfway = divide(part.subList(0, middle), before, out);
      return divide(part.subList(middle, part.size()), halfway, out);
    }
  }

  private List<Value> forms(List<Entry> part, ImportCheckpoint checkpoint, Database before) {
    Batch forms = new Batch(before);
    for (Entry record : part) {
      try {
        shape.add(record.value(), forms);
      } catch (IllegalArgumentException refused) {
        throw stopped(record.line(), ": " + refused.getMessage(), refused);
      }
    }
    checkpoint.forms(options.name(), before).forEach(forms::add);
    return forms.forms();
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
    }
  }

  private static String text(MessageDigest digest) {
    return HexFormat.of().formatHex(copy(digest).digest());
  }

  private ImportException stopped(long line, String why, Exception cause) {
    return new ImportException(
        file
            + ", line "
            + line
            + why
            + ". "
            + (records == 0
                ? "Nothing is imported; mend the file and run the same import again."
                : records
                    + " records before it are imported; mend the file and run the same import"
                    + " again, which goes on behind them."),
        line,
        cause);
  }
}
