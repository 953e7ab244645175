package bourn.cli;

import bourn.Bourn;
import bourn.formats.Json;
import bourn.kernel.Edn;
import bourn.kernel.Value;
import bourn.typed.ProductType;
import bourn.typed.TypeChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bourn declare}. */
@Command(
    name = "declare",
    description =
        "Makes a typed stream, of rows as a declaration says, or changes what its rows are.",
    footer = {
      "",
      "A field is [name type], with :nullable where a row may be without it, or :default and what",
      "it is then. Types are bool, i8, i16, i32, i64, f32, f64, instant, uuid, symbol (a string",
      "that repeats) and [fixed-bytes n]. A file whose name ends in .json has the same as JSON.",
      "",
      "  echo '[[:mag :f64] [:place :symbol :nullable]]' | bourn declare quakes",
      "",
      "Changes are of the rows of before too, which are read as they say: [:add name type",
      "option...] with :nullable or :default, [:widen name type], [:relax name], [:rename name to]",
      "and [:drop name].",
      "",
      "  bourn declare quakes --change '[:rename :mag :magnitude] [:add :depth :f32 :nullable]'",
      "",
      "What there is can be shown: bourn declare quakes --show"
    })
final class DeclareCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "STREAM", description = "The name of the stream.")
  String stream = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The declaration; the standard input, as EDN, if not given.")
  @Nullable Path file;

  @Option(names = "--change", paramLabel = "EDN", description = "Changes, one after another.")
  @Nullable String change;

  @Option(names = "--show", description = "Shows what the rows are, and changes nothing.")
  boolean show;

  @Mixin StoreOption store = new StoreOption();

  @Override
  public Integer call() throws IOException {
    if (show) {
      try (Bourn bourn = store.openToRead()) {
        System.out.println(ProductType.of(Streams.find(bourn, stream, stream, 0)).declaration());
        return 0;
      }
    }
    return change == null ? declare(ProductType.of(declaration())) : change(changes(change));
  }

  private int declare(ProductType type) {
    try (Bourn bourn = store.openOrCreate()) {
      bourn.typed(stream, type);
      System.err.println(stream + " has rows of " + type.declaration());
      return 0;
    }
  }

  private int change(List<TypeChange> changes) {
    try (Bourn bourn = store.open()) {
      ProductType type = bourn.types().change(Streams.find(bourn, stream, stream, 0), changes);
      System.err.println(stream + " has rows of " + type.declaration());
      return 0;
    }
  }

  private static List<TypeChange> changes(String text) {
    return Edn.readAll(text).stream().map(TypeChange::of).toList();
  }

  private Value declaration() throws IOException {
    if (file == null) {
      return Edn.read(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
    }
    String text = Files.readString(file);
    return file.toString().endsWith(".json") ? Json.read(text) : Edn.read(text);
  }
}
