package bourn.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code bourn}. */
@Command(
    name = "bourn",
    description = "A Datalog-queryable datom stream database.",
    version = "bourn 0.1.0-SNAPSHOT",
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoCommand.class,
      ReplCommand.class,
      QueryCommand.class,
      SqlCommand.class,
      ViewCommand.class,
      StreamsCommand.class,
      EventsCommand.class,
      AppendCommand.class,
      InferCommand.class,
      DeclareCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      VerifyCommand.class,
      SalvageCommand.class,
      IndexCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      TicksCommand.class,
      WarmCommand.class
    },
    footer = {"", "Begin with: bourn demo"})
public final class Main implements Runnable {

  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String... args) {
    StandardOutput out = new StandardOutput();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
    Failures.sayWhatThreadsFail();
    int status = commands().execute(args);
    System.out.flush();
    System.exit(out.isLost() ? out.sayWhy(System.err) : status);
  }

  /** Returns the command with all its subcommands, ready to be executed. */
  static CommandLine commands() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(new Failures())
        .setColorScheme(CommandLine.Help.defaultColorScheme(Screen.ansi()));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out, Screen.ansi());
  }
}
