package bourn.exchange;

import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.Transaction;
import bourn.formats.EdnLines;
import bourn.formats.Json;
import bourn.formats.NTriples;
import bourn.formats.RowWriter;
import bourn.formats.ValueWriter;
import bourn.index.Database;
import bourn.index.DatomOrder;
import bourn.index.DatomStream;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.ProgressListener;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.Value;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Exports datom streams to files. A file has its name only when all of it is written; memory holds
 * one entity, or one transaction, at a time.
 */
public final class Export {

  private final DatomStream stream;
  private final ExportOptions options;
  private final ProgressListener progress;
  private long records;

  private Export(DatomStream stream, ExportOptions options, ProgressListener progress) {
    this.stream = stream;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Exports {@code stream} to {@code file}.
   *
   * @param progress is told of transactions or of facts
   * @return how many records were written: maps, rows, datoms or triples
   * @throws FileAlreadyExistsException if the file is there, and is not to be replaced
   * @throws IllegalArgumentException if the stream has fewer transactions than asked for
   */
  public static long run(
      DatomStream stream, Path file, ExportOptions options, ProgressListener progress)
      throws IOException {
    if (Files.exists(file) && !options.replacing()) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Export export = new Export(stream, options, progress);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        export.write(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (UncheckedIOException failure) {
      throw Objects.requireNonNull(failure.getCause());
    } finally {
      Files.deleteIfExists(part);
    }
    return export.records;
  }

  private void write(Appendable out) {
    switch (options.format()) {
      case EDN -> maps(EdnLines.writer(out), EntityMaps::asForm);
      case JSON -> maps(Json.writer(out), JsonValues::write);
      case JSONL -> maps(Json.lineWriter(out), JsonValues::write);
      case CSV -> rows(RowWriter.csv(out));
      case TSV -> throw new IllegalArgumentException("rows are exported as CSV, was TSV");
      case DATOMS -> dump(EdnLines.writer(out));
      case NT -> triples(NTriples.writer(out));
    }
  }

  private Database database() {
    Database database = stream.db(new Bound(0, options.until()), CausalContext.NONE);
    progress.begin("entities", database.datoms().estimate(List.of()));
    return database;
  }

  private void maps(ValueWriter out, EntityMaps.Writing writing) {
    new EntityMaps(database(), writing)
        .each(
            map -> {
              out.write(map);
              written(((Value.Entries) map).entries().size());
            });
    out.close();
  }

  private void written(long steps) {
    records++;
    progress.step(steps);
  }

  private void rows(RowWriter out) {
    Database database = database();
    List<Attribute> columns = columns(database);
    List<String> names = new ArrayList<>();
    names.add("db/id");
    columns.forEach(column -> names.add(column.ident().name()));
    out.begin(names);
    EntityMaps.users(
        database,
        entity -> {
          List<Value> row = new ArrayList<>(names.size());
          row.add(Value.of(entity.id()));
          columns.forEach(column -> row.add(cell(column, entity.values().get(column), database)));
          out.row(row);
          written(entity.values().size());
        });
    out.end();
  }

  /** Returns the attributes of users' entities, by name. */
  private static List<Attribute> columns(Database database) {
    return database.attributes().stream()
        .filter(attribute -> !attribute.isComposite() && isOfUsers(database, attribute))
        .sorted(Comparator.comparing(attribute -> attribute.ident().name()))
        .toList();
  }

  private static boolean isOfUsers(Database database, Attribute attribute) {
    var first = database.datoms(DatomOrder.AEVT, new Value.Int(attribute.id())).iterator();
    return first.hasNext() && EntityIds.isUser(first.next().entity());
  }

  private static Value cell(Attribute column, @Nullable List<Value> values, Database database) {
    if (values == null) {
      return Value.Nil.NIL;
    }
    List<Value> written =
        values.stream().map(value -> EntityMaps.asForm(column, value, database)).toList();
    return column.many() ? new Value.Members(new LinkedHashSet<>(written)) : written.getFirst();
  }

  private void dump(ValueWriter out) {
    Idents idents = new Idents();
    transactions(
        transaction -> {
          List<Datom> datoms = transaction.datoms();
          for (boolean added : new boolean[] {false, true}) {
            datoms.stream()
                .filter(datom -> datom.added() == added)
                .forEach(
                    datom ->
                        idents.change(datom.entity(), datom.attribute(), datom.value(), added));
          }
          for (Datom datom : datoms) {
            out.write(DumpLine.of(datom, idents));
            records++;
          }
        });
    out.write(DumpLine.end(options.until(), records));
    out.close();
  }

  private void transactions(Consumer<Transaction> out) {
    progress.begin("transactions", options.until());
    try (Reader reader =
        stream.stream().bound(new Bound(0, options.until()), CausalContext.NONE).read()) {
      for (long t = 0; t < options.until(); t++) {
        if (reader.next() != Step.EVENT || reader.offset() != t) {
          throw new StorageException(
              "transaction "
                  + t
                  + " of "
                  + stream.stream().descriptor().name()
                  + " cannot be read");
        }
        out.accept(Transaction.of(t, reader.value()));
        progress.step(1);
      }
    }
  }

  private void triples(ValueWriter out) {
    Database database = database();
    new Triples(database)
        .each(
            triple -> {
              out.write(triple);
              written(1);
            });
    out.close();
  }
}
