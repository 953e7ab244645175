package bourn.cli;

import bourn.Bourn;
import bourn.formats.Json;
import bourn.kernel.Edn;
import bourn.kernel.Value;
import bourn.typed.ProductType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code bourn declare}. */
@Command(
    name = "declare",
    description = "Makes a typed stream, of rows as a declaration says.",
    footer = {
      "",
      "A field is [name type], with :nullable where a row may be without it, or :default and what",
      "it is then. Types are bool, i8, i16, i32, i64, f32, f64, instant, uuid, symbol (a string",
      "that repeats) and [fixed-bytes n]. A file whose name ends in .json has the same as JSON.",
      "",
      "  echo '[[:mag :f64] [:place :symbol :nullable]]' | bourn declare quakes"
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

  @Mixin StoreOption store = new StoreOption();

  @Override
  public Integer call() throws IOException {
    ProductType type = ProductType.of(declaration());
    try (Bourn bourn = store.openOrCreate()) {
      bourn.typed(stream, type);
      System.err.println(stream + " has rows of " + type.fields().size() + " fields");
      return 0;
    }
  }

  private Value declaration() throws IOException {
    if (file == null) {
      return Edn.read(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
    }
    String text = Files.readString(file);
    return file.toString().endsWith(".json") ? Json.read(text) : Edn.read(text);
  }
}
