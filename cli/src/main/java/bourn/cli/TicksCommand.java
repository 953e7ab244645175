package bourn.cli;

import bourn.Bourn;
import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Value;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Appends until it is killed, and prints after each append how many were acknowledged. */
@Command(name = TicksCommand.NAME, hidden = true)
final class TicksCommand implements Callable<Integer> {

  static final String NAME = "ticks";
  static final String STREAM = "ticks";

  @Parameters(paramLabel = "DIR")
  Path folder = Path.of("");

  @Override
  public Integer call() {
    try (Bourn bourn = Bourn.open(folder)) {
      EventStream ticks = bourn.stream(STREAM);
      while (true) {
        long tick =
            ticks.append(AppendRequest.of(Value.of(ticks.extent().tail()))).orThrow().last();
        System.out.println(tick + 1);
      }
    }
  }
}
