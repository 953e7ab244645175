package bourn.exchange;

import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.index.Database;
import bourn.index.DatomOrder;
import bourn.index.DatomStream;
import bourn.kernel.ProgressListener;
import bourn.kernel.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Imports, exports, and what streams hold afterwards. */
final class Streams {

  private Streams() {}

  static ImportOptions options(Path file) {
    String name = file.getFileName().toString();
    return ImportOptions.of(ExchangeFormat.of(name).orElseThrow(), name);
  }

  static ImportReport read(DatomStream stream, Path file) throws IOException {
    return Import.run(stream, file, options(file), ProgressListener.NONE);
  }

  static ImportReport read(DatomStream stream, Path file, String text) throws IOException {
    Files.writeString(file, text);
    return read(stream, file);
  }

  static Path write(DatomStream stream, Path file) throws IOException {
    ExchangeFormat format = ExchangeFormat.of(file.getFileName().toString()).orElseThrow();
    long tail = stream.stream().extent().tail();
    Export.run(stream, file, new ExportOptions(format, tail, true), ProgressListener.NONE);
    return file;
  }

  /** Returns the facts of users' entities, with idents, without what imports say of themselves. */
  static Set<List<Value>> facts(Database database) {
    Set<List<Value>> facts = new LinkedHashSet<>();
    for (Datom datom : database.datoms(DatomOrder.EAVT)) {
      Attribute attribute = Objects.requireNonNull(database.attribute(datom.attribute()));
      if (EntityIds.isUser(datom.entity())) {
        facts.add(List.of(Value.of(datom.entity()), attribute.ident(), datom.value()));
      }
    }
    return facts;
  }

  /** Returns the values of the attribute, ascending by entity. */
  static List<Value> valuesOf(DatomStream stream, String attribute) {
    return stream.db().datoms(DatomOrder.AEVT, bourn.kernel.Keyword.of(attribute)).stream()
        .map(Datom::value)
        .toList();
  }
}
