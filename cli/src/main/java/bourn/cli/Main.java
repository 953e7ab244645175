package bourn.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code bourn}. */
@Command(
    name = "bourn",
    description = "A Datalog-queryable datom stream database.",
    version = "bourn 0.1.0-SNAPSHOT",
    mixinStandardHelpOptions = true)
public final class Main implements Runnable {

  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String... args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
