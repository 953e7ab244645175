package bourn.cli;

import bourn.Bourn;
import clojure.java.api.Clojure;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** Does most of what users do, silently, so that the launcher can archive the classes it takes. */
@Command(name = "warm", hidden = true)
final class WarmCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    ScratchFolder scratch = ScratchFolder.create();
    try (Bourn bourn = Bourn.open(scratch.path())) {
      bourn.typed("jvm", JvmEvent.class);
      Demo demo = new Demo(bourn, new Story(silent, Ansi.OFF));
      demo.append();
      demo.datalog();
      demo.threeKinds();
      demo.sql();
    } finally {
      scratch.remove();
    }
    Clojure.var("clojure.core", "require").invoke(Clojure.read("bourn.session"));
    return 0;
  }
}
