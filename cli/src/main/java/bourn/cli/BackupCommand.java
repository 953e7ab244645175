package bourn.cli;

import bourn.kernel.Environment;
import bourn.storage.Backup;
import bourn.storage.BackupReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code bourn backup}. */
@Command(
    name = "backup",
    description = "Copies a store, which may be in use.",
    footer = {
      "",
      "Each backup in DIR holds the whole store; what the one before has too is not copied again.",
      "Get the newest back with: bourn restore DIR STORE"
    })
final class BackupCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "STORE", description = "The folder of the store.")
  Path store = Path.of("");

  @Parameters(index = "1", paramLabel = "DIR", description = "The folder of its backups.")
  Path backups = Path.of("");

  @Override
  public Integer call() {
    BackupReport report = backUp();
    System.out.printf(
        "%s: %,d bytes copied, %,d shared with the backup before%n",
        report.folder(), report.copiedBytes(), report.sharedBytes());
    return 0;
  }

  private BackupReport backUp() {
    try (ProgressBars bars = new ProgressBars()) {
      return Backup.run(store, backups, Environment.system(), bars);
    }
  }
}
