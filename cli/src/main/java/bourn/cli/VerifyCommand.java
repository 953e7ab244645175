package bourn.cli;

import bourn.kernel.Environment;
import bourn.storage.Verification;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code bourn verify}. */
@Command(
    name = "verify",
    description = "Reads all of a store, or of its backups, and says what is damaged.",
    footer = {"", "The exit status is 0 if nothing is, 3 if something is."})
final class VerifyCommand implements Callable<Integer> {

  private static final int DAMAGED = 3;

  @Parameters(paramLabel = "STORE", description = "The folder of a store, or of backups.")
  Path folder = Path.of("");

  @Override
  public Integer call() {
    List<String> findings = verify();
    findings.forEach(System.out::println);
    System.err.println(
        findings.isEmpty()
            ? "Everything in " + folder + " is as it was written."
            : "What is whole can be recovered: bourn salvage " + folder + " NEW");
    return findings.isEmpty() ? 0 : DAMAGED;
  }

  private List<String> verify() {
    try (ProgressBars bars = new ProgressBars()) {
      return Verification.of(folder, Environment.system(), bars);
    }
  }
}
