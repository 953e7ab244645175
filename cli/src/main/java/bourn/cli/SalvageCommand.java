package bourn.cli;

import bourn.kernel.Environment;
import bourn.kernel.SalvageReport;
import bourn.kernel.Value;
import bourn.storage.Salvage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code bourn salvage}. */
@Command(
    name = "salvage",
    description = "Recovers what is whole of a damaged store into a new one.",
    footer = {
      "",
      "Of the old store nothing is changed. Events keep their offsets; in the place of lost ones",
      "readers find a gap. The report stays in the new store, in the stream salvages.",
      "The exit status is 0 if nothing is known to be lost, 3 if something is."
    })
final class SalvageCommand implements Callable<Integer> {

  private static final int SOMETHING_LOST = 3;
  private static final List<String> COLUMNS =
      List.of("stream", "incarnation", "tail", "recovered", "lost");

  @Parameters(index = "0", paramLabel = "OLD", description = "The folder of the damaged store.")
  Path old = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "A folder that is empty or not there.")
  Path made = Path.of("");

  @Mixin OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    return say(salvage());
  }

  private SalvageReport salvage() {
    try (ProgressBars bars = new ProgressBars()) {
      return Salvage.run(old, made, Environment.system(), bars);
    }
  }

  private int say(SalvageReport report) {
    List<List<Value>> rows = new ArrayList<>();
    report.streams().forEach(stream -> rows.add(row(stream)));
    output.write(COLUMNS, rows, System.out);
    report.remarks().forEach(remark -> System.err.println("found: " + remark));
    report.losses().forEach(loss -> System.err.println("lost: " + loss));
    System.err.println(
        report.isWhole() ? "Nothing is known to be lost." : "The rest is recovered in " + made);
    return report.isWhole() ? 0 : SOMETHING_LOST;
  }

  private static List<Value> row(SalvageReport.Stream stream) {
    long lost = stream.lost().stream().mapToLong(bound -> bound.count()).sum();
    return Value.list(
            stream.descriptor().name().text(),
            stream.incarnation(),
            stream.tail(),
            stream.recovered(),
            lost)
        .items();
  }
}
