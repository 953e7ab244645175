package bourn.cli;

import bourn.Bourn;
import bourn.storage.StoreHeldException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Option;

/** Which store a command works on. */
final class StoreOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".bourn",
      description = "The folder of the store; ${DEFAULT-VALUE} if not given.")
  Path folder = Path.of(".bourn");

  /** Opens the store. */
  Bourn open() {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "there is no store at "
              + folder
              + "\n\nMake one with: bourn demo --data "
              + folder
              + "\nor name another with --data DIR.");
    }
    return Bourn.open(folder);
  }

  /** Opens the store; to read only, as it is now, if another process has it open, and says so. */
  Bourn openToRead() {
    try {
      return open();
    } catch (StoreHeldException held) {
      Bourn bourn = Bourn.openReadOnly(folder);
      System.err.println(
          "note: " + held.getMessage() + "; this is what it held at " + Instant.now());
      return bourn;
    }
  }

  /** Opens the store, and creates it if there is none. */
  Bourn openOrCreate() {
    return Bourn.open(folder);
  }
}
