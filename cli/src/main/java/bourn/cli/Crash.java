package bourn.cli;

import bourn.Bourn;
import bourn.kernel.EventStream;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Kills a process while it appends, and counts what is there afterwards. */
final class Crash {

  /** The process is killed after this many of its appends were acknowledged. */
  private static final int ACKNOWLEDGED = 5_000;

  private final Path folder;
  private final Story story;

  Crash(Path folder, Story story) {
    this.folder = folder;
    this.story = story;
  }

  void tell() throws IOException, InterruptedException {
    story.chapter("Killed in the middle of appending");
    story.say(
        "Another process opens the store, appends one event at a time, and is killed (SIGKILL).");
    long acknowledged = killWhileAppending();
    long start = System.nanoTime();
    try (Bourn bourn = Bourn.open(folder)) {
      long there = inOrder(bourn.find(TicksCommand.STREAM));
      if (there < acknowledged) {
        throw new IllegalStateException(
            acknowledged + " appends were acknowledged, " + there + " are there");
      }
      story.done(
          String.format(
              "opened again: %,d appends were acknowledged, %,d are there, in order, none torn",
              acknowledged, there),
          System.nanoTime() - start);
      new Demo(bourn, story).again();
    }
  }

  private long killWhileAppending() throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "--class-path",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                TicksCommand.NAME,
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long acknowledged = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        acknowledged = Long.parseLong(line);
        if (acknowledged == ACKNOWLEDGED) {
          // By its handle: the process itself would close the stream that is still to be read.
          writer.toHandle().destroyForcibly();
        }
      }
    } finally {
      writer.destroyForcibly();
      writer.waitFor();
    }
    if (acknowledged < ACKNOWLEDGED) {
      throw new IllegalStateException(
          "the writing process ended after " + acknowledged + " appends");
    }
    return acknowledged;
  }

  /** Returns how many ticks the stream has, each of which is to hold its own offset. */
  private static long inOrder(EventStream ticks) {
    long next = 0;
    try (Reader reader = ticks.bound().read()) {
      while (reader.next() == Step.EVENT) {
        if (!reader.value().equals(Value.of(next))) {
          throw new IllegalStateException("tick " + next + " holds " + reader.value());
        }
        next++;
      }
    }
    return next;
  }
}
