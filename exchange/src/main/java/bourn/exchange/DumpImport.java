package bourn.exchange;

import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.Transaction;
import bourn.formats.EdnLines;
import bourn.formats.FormatException;
import bourn.formats.ValueReader;
import bourn.index.DatomStream;
import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Keyword;
import bourn.kernel.ProgressListener;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Imports a dump: the same transactions at the same offsets. Used once. */
final class DumpImport {

  /*
   * The stream itself says how far the dump has come: its tail is the next transaction. What it has
   * before that is compared with the dump, so that two histories are never mixed.
   */

  private static final int MOST_DATOMS = 4_000_000;

  private final DatomStream stream;
  private final Path file;
  private final ProgressListener progress;
  private final Idents idents = new Idents();
  private @Nullable Line ahead;
  private long lastLine;
  private Value.@Nullable Entries end;
  private long datoms;
  private long t;
  private long transactions;

  /** A line of a dump; its attribute is {@code attribute}, an ident or a number. */
  private record Line(Datom said, Value attribute, long number) {

    long t() {
      return said.t();
    }
  }

  DumpImport(DatomStream stream, Path file, ProgressListener progress) {
    this.stream = stream;
    this.file = file;
    this.progress = progress;
  }

  ImportReport run() throws IOException {
    long records = 0;
    long before = 0;
    long tail = stream.stream().extent().tail();
    try (ValueReader lines = EdnLines.reader(InputFile.open(file, progress));
        Reader there = stream.stream().bound(new Bound(0, tail), CausalContext.NONE).read()) {
      Restoration restoration = new Restoration(stream);
      for (List<Line> next = next(lines); !next.isEmpty(); next = next(lines)) {
        List<Datom> datoms = datoms(next);
        if (t < tail) {
          compare(there, datoms, next);
          before += next.size();
        } else {
          append(restoration, datoms, next);
          records += next.size();
          transactions++;
        }
        t++;
      }
    } catch (UncheckedIOException failure) {
      if (failure.getCause() instanceof CharacterCodingException) {
        throw stopped(
            lastLine + 1, " or soon after it: required text in UTF-8, found other bytes", failure);
      }
      throw Objects.requireNonNull(failure.getCause());
    }
    if (t < tail) {
      throw new ImportException(
          file
              + ": the stream has "
              + tail
              + " transactions, more than the dump with "
              + t
              + "; a dump is imported into an empty stream, or one that has its beginning",
          0);
    }
    return new ImportReport(records, before, transactions);
  }

  /** Returns the lines of the next transaction, none at the end. */
  private List<Line> next(ValueReader lines) {
    List<Line> transaction = new ArrayList<>();
    while (true) {
      Line line = ahead == null ? read(lines) : ahead;
      ahead = null;
      if (line == null) {
        requireEnd(t + (transaction.isEmpty() ? 0 : 1));
        return transaction;
      }
      if (line.t() != t) {
        if (transaction.isEmpty() || line.t() != t + 1) {
          throw stopped(
              line.number(),
              ": required t "
                  + (transaction.isEmpty() ? "" + t : t + " or " + (t + 1))
                  + ", as a dump has all transactions in order, found "
                  + line.t(),
              null);
        }
        ahead = line;
        return transaction;
      }
      if (transaction.size() == MOST_DATOMS) {
        throw stopped(
            line.number(),
            ": required at most " + MOST_DATOMS + " datoms of one t, found more",
            null);
      }
      transaction.add(line);
    }
  }

  /** Requires that the last line says that these are all transactions and datoms. */
  private void requireEnd(long count) {
    Value expected = DumpLine.end(count, datoms);
    if (end == null) {
      throw stopped(
          lastLine + 1,
          ": required the last line of a dump, found the end of the file, which is perhaps cut off;"
              + " if it is not, add "
              + expected,
          null);
    }
    if (!end.equals(expected)) {
      throw stopped(lastLine, ": required " + expected + ", found " + end, null);
    }
  }

  /** Returns the next line, null behind the last. */
  private @Nullable Line read(ValueReader lines) {
    try {
      Value value = lines.next();
      if (value == null) {
        return null;
      }
      lastLine = lines.line();
      if (end != null) {
        throw stopped(
            lastLine, ": required nothing behind the last line of a dump, found more", null);
      }
      if (value instanceof Value.Entries last && DumpLine.isEnd(last)) {
        end = last;
        return read(lines);
      }
      datoms++;
      return line(value, lastLine);
    } catch (FormatException refused) {
      throw stopped(refused.line(), RecordImport.behindLine(refused), refused);
    }
  }

  private Line line(Value value, long number) {
    if (value instanceof Value.Items(List<Value> parts)
        && parts.size() == 5
        && parts.get(0) instanceof Value.Int(long entity)
        && (parts.get(1) instanceof Keyword || parts.get(1) instanceof Value.Int)
        && !(parts.get(2) instanceof Value.Nil)
        && parts.get(3) instanceof Value.Int(long at)) {
      Datom datom =
          DumpLine.with(parts.get(4), new Datom(entity, BuiltIn.IDENT, parts.get(2), at, true));
      if (datom != null) {
        return new Line(datom, parts.get(1), number);
      }
    }
    throw stopped(
        number,
        ": required [e a v t m], with m :asserted or :retracted, found " + shortened(value),
        null);
  }

  private static String shortened(Value value) {
    String text = value.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }

  /** Returns the datoms of a transaction, with the entities that idents name after it. */
  private List<Datom> datoms(List<Line> lines) {
    for (boolean added : new boolean[] {false, true}) {
      for (Line line : lines) {
        if (line.said().added() == added && isIdent(line.attribute())) {
          idents.change(line.said().entity(), BuiltIn.IDENT, line.said().value(), added);
        }
      }
    }
    List<Datom> datoms = new ArrayList<>(lines.size());
    for (Line line : lines) {
      Datom said = line.said();
      datoms.add(
          new Datom(
              said.entity(), attribute(line), said.value(), said.t(), said.added(), said.meta()));
    }
    return datoms;
  }

  private static boolean isIdent(Value attribute) {
    return attribute.equals(Keyword.of("db/ident")) || attribute.equals(Value.of(BuiltIn.IDENT));
  }

  private long attribute(Line line) {
    if (line.attribute() instanceof Value.Int(long id)) {
      return id;
    }
    Long id = idents.entity((Keyword) line.attribute());
    if (id == null) {
      throw stopped(
          line.number(),
          ": required an attribute that has an ident in this transaction or before, found "
              + line.attribute(),
          null);
    }
    return id;
  }

  private void compare(Reader there, List<Datom> datoms, List<Line> lines) {
    if (there.next() != Step.EVENT || there.offset() != t) {
      throw new StorageException("transaction " + t + " of the stream cannot be read");
    }
    List<Datom> has = Transaction.of(t, there.value()).datoms();
    Set<Datom> expected = new HashSet<>(datoms);
    if (has.size() != datoms.size() || !expected.equals(new HashSet<>(has))) {
      throw new ImportException(
          file
              + ", line "
              + lines.getFirst().number()
              + ": the stream has another transaction at t "
              + t
              + "; a dump is imported into an empty stream, or one that has its beginning",
          lines.getFirst().number());
    }
  }

  private void append(Restoration restoration, List<Datom> datoms, List<Line> lines) {
    Transaction transaction;
    try {
      transaction = restoration.transaction(t, datoms);
    } catch (Restoration.Refusal refused) {
      throw stopped(lines.get(refused.index()).number(), ": " + refused.getMessage(), refused);
    }
    Append outcome = stream.stream().append(AppendRequest.of(transaction.toValue()).ifTailIs(t));
    if (outcome instanceof Append.Conflict) {
      throw stopped(
          lines.getFirst().number(),
          ": something else was transacted to the stream meanwhile",
          null);
    }
    outcome.orThrow();
  }

  private ImportException stopped(long line, String why, @Nullable Exception cause) {
    String message =
        file
            + ", line "
            + line
            + why
            + ". "
            + (t == 0
                ? "Nothing is imported; mend the file and run the same import again."
                : "The transactions before t "
                    + t
                    + " are imported; mend the file and run the same import again, which goes on"
                    + " behind them.");
    return cause == null
        ? new ImportException(message, line)
        : new ImportException(message, line, cause);
  }
}
