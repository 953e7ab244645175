package bourn.cli;

import bourn.storage.Backup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code bourn restore}. */
@Command(
    name = "restore",
    description = "Restores the newest backup to a folder that is empty or not there.")
final class RestoreCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the backups.")
  Path backups = Path.of("");

  @Parameters(index = "1", paramLabel = "STORE", description = "Where the store is to be.")
  Path store = Path.of("");

  @Override
  public Integer call() {
    System.out.println(restore() + " is restored to " + store);
    return 0;
  }

  private Path restore() {
    try (ProgressBars bars = new ProgressBars()) {
      return Backup.restore(backups, store, bars);
    }
  }
}
