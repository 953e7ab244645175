package bourn.exchange;

import static bourn.exchange.Streams.read;
import static bourn.exchange.Streams.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.index.DatomStream;
import bourn.kernel.Deadline;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import bourn.storage.RocksKernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports that stop, and go on. */
final class ResumeTest {

  private static final int RECORDS = 200_000;

  @TempDir Path folder;

  private static String line(int i) {
    return "{\"n\": " + i + ", \"text\": \"record " + i + "\"}\n";
  }

  private static ImportReport inBatches(DatomStream stream, Path file, int batch)
      throws IOException {
    return Import.run(
        stream, file, Streams.options(file).withBatchSize(batch), ProgressListener.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"r.jsonl", "r.json", "r.edn", "r.csv"})
  void afterAnError_theSameImportGoesOnBehindWhatIsImported(String name) throws IOException {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = DatomStream.open(kernel, "n")) {
      Path file = folder.resolve(name);
      Files.writeString(file, text(name, 25, 17));
      assertThatThrownBy(() -> inBatches(stream, file, 5))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("15 records before it are imported")
          .hasMessageContaining(name + ", line ");
      assertThat(valuesOf(stream, "n/n")).hasSize(15);

      Files.writeString(file, text(name, 25, -1));
      ImportReport rest = inBatches(stream, file, 5);
      assertThat(rest).isEqualTo(new ImportReport(10, 15, 2));
      assertThat(valuesOf(stream, "n/n"))
          .containsExactlyElementsOf(IntStream.range(0, 25).mapToObj(i -> Value.of(i)).toList());
      assertThat(inBatches(stream, file, 7)).isEqualTo(new ImportReport(0, 25, 0));

      Files.writeString(file, text(name, 30, -1));
      assertThat(inBatches(stream, file, 7)).isEqualTo(new ImportReport(5, 25, 1));
      assertThat(valuesOf(stream, "n/n")).hasSize(30);
    }
  }

  /** Returns records of which one, if not negative, is broken. */
  private static String text(String name, int count, int broken) {
    StringBuilder text = new StringBuilder(name.endsWith("csv") ? "n\n" : "");
    text.append(name.endsWith("json") ? "[\n" : "");
    for (int i = 0; i < count; i++) {
      String row =
          switch (name) {
            case "r.csv" -> i == broken ? "1,2" : "" + i;
            case "r.edn" -> i == broken ? "{:n/n}" : "{:n/n\n " + i + "}";
            default -> i == broken ? "{\"n/n\"}" : "{\"n/n\": " + i + "}";
          };
      text.append(row).append(name.endsWith("json") && i < count - 1 ? ",\n" : "\n");
    }
    return text.append(name.endsWith("json") ? "]\n" : "").toString();
  }

  @Test
  void aFileThatWasChangedBeforeWhatIsImported_isRefused_unlessAllIsImportedAgain()
      throws IOException {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = DatomStream.open(kernel, "n")) {
      Path file = folder.resolve("r.jsonl");
      read(stream, file, line(0) + line(1) + line(2));
      assertThatThrownBy(() -> read(stream, file, line(7) + line(1) + line(2)))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("the 3 records that were imported as \"r.jsonl\" before")
          .hasMessageContaining("--name")
          .hasMessageContaining("--again");
      assertThatThrownBy(() -> read(stream, file, line(0))).hasMessageContaining("ends after 1");
      assertThat(valuesOf(stream, "n")).hasSize(3);

      ImportOptions again = Streams.options(file).fromTheBeginning();
      assertThat(Import.run(stream, file, again, ProgressListener.NONE).records()).isEqualTo(1);
      assertThat(valuesOf(stream, "n")).hasSize(4);
      assertThat(read(stream, file).before()).isEqualTo(1);
    }
  }

  @Test
  void aRefusedTransaction_namesTheRecord() throws IOException {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = DatomStream.open(kernel, "n")) {
      Path file = folder.resolve("r.edn");
      assertThatThrownBy(
              () ->
                  read(
                      stream,
                      file,
                      """
                      {:db/ident :age :db/valueType :db.type/long}
                      {:age 1}
                      {:age 2}
                      {:age "three"}
                      {:age 4}
                      """))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("r.edn, line 4: ")
          .hasMessageContaining("1 records before it are imported");
      assertThat(valuesOf(stream, "age")).isEmpty();
    }
  }

  @Test
  void recordsThatBuildOnThoseBeforeThem_areTakenInOrder_inAnyBatch() throws IOException {
    for (int batch : new int[] {1, 3, 100}) {
      try (Kernel kernel = HeapKernel.open(Environment.system());
          DatomStream stream = DatomStream.open(kernel, "n")) {
        Path file = folder.resolve("r.edn");
        Files.writeString(
            file,
            """
            {:db/ident :code :db/unique :db.unique/identity}
            {:code "a" :n 1}
            {:code "b" :n 1}
            [:db/cas [:code "a"] :n 1 2]
            {:code "b" :n 7}
            [:db/cas [:code "a"] :n 2 3]
            """);
        assertThat(inBatches(stream, file, batch).records()).isEqualTo(6);
        assertThat(valuesOf(stream, "n")).containsExactly(Value.of(3), Value.of(7));
        assertThat(inBatches(stream, file, batch).transactions()).isZero();

        Files.writeString(
            file, Files.readString(file) + "[:db/cas [:code \"a\"] :n 3 4]\n{:n nil}\n");
        assertThatThrownBy(() -> inBatches(stream, file, Math.max(2, batch)))
            .hasMessageContaining("r.edn, line 8: ")
            .hasMessageContaining("6 records before it are imported");
        assertThat(valuesOf(stream, "n")).containsExactly(Value.of(3), Value.of(7));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"jsonl", "datoms"})
  void aKilledImport_goesOn_andNothingIsThereTwice(String format) throws Exception {
    Path file = folder.resolve("many." + format);
    if (format.equals("jsonl")) {
      try (var out = Files.newBufferedWriter(file)) {
        for (int i = 0; i < RECORDS; i++) {
          out.write(line(i));
        }
      }
    } else {
      dump(file);
    }
    long reached = killAfterSomeTransactions(file);
    long expected = format.equals("jsonl") ? RECORDS : 20_000;
    try (Kernel kernel = Importing.open(folder.resolve("store"));
        DatomStream stream = DatomStream.open(kernel, "many")) {
      long tail = stream.stream().extent().tail();
      assertThat(tail).isGreaterThanOrEqualTo(reached);
      int there = valuesOf(stream, "n").size();
      assertThat(there).isBetween(1, (int) expected - 1);

      ImportReport rest = Importing.run(stream, file);

      assertThat(rest.before()).isPositive();
      assertThat(rest.records()).isPositive();
      List<Value> values = valuesOf(stream, "n");
      assertThat(values)
          .isEqualTo(IntStream.range(0, (int) expected).mapToObj(i -> Value.of(i)).toList());
      assertThat(stream.verify(ProgressListener.NONE).findings()).isEmpty();
      assertThat(Importing.run(stream, file).transactions()).isZero();
    }
  }

  private void dump(Path file) throws IOException {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = DatomStream.open(kernel, "many")) {
      for (int i = 0; i < 20_000; i++) {
        stream.transact(List.of(Value.map("n", i)));
      }
      Streams.write(stream, file);
    }
  }

  private long killAfterSomeTransactions(Path file) throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "--class-path",
                System.getProperty("java.class.path"),
                Importing.class.getName(),
                folder.resolve("store").toString(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long reached = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reached = Long.parseLong(line);
        if (reached >= 10) {
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly();
      child.waitFor();
    }
    assertThat(child.exitValue()).as("the import ended before it was killed").isNotZero();
    return reached;
  }

  /** Imports a file in a process of its own, and says how many transactions there are. */
  static final class Importing {

    private Importing() {}

    static Kernel open(Path folder) {
      return RocksKernel.open(folder, Environment.system(), descriptor -> ValueFormat.INSTANCE);
    }

    static ImportReport run(DatomStream stream, Path file) throws IOException {
      return Import.run(
          stream, file, Streams.options(file).withBatchSize(500), ProgressListener.NONE);
    }

    /** Prints the tail each time that it has moved. */
    private static void tell(EventStream stream) {
      long tail = 0;
      try {
        while (!Thread.currentThread().isInterrupted()) {
          tail = stream.awaitBeyond(tail, Deadline.NEVER);
          System.out.println(tail);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    public static void main(String... args) throws IOException {
      try (Kernel kernel = open(Path.of(args[0]));
          DatomStream stream = DatomStream.open(kernel, "many")) {
        Thread.ofPlatform().daemon().start(() -> tell(stream.stream()));
        run(stream, Path.of(args[1]));
      }
    }
  }
}
