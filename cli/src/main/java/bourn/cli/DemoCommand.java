package bourn.cli;

import bourn.Bourn;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import bourn.typed.TypedStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code bourn demo}. */
@Command(
    name = "demo",
    description = "Shows the main job on real data: append, query, the past, causes, a crash.")
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the store in this folder, which must be missing or empty.")
  @Nullable Path kept;

  private final Story story = new Story(System.out, Screen.ansi());

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    if (kept != null) {
      requireEmpty(kept);
      run(kept);
      afterwards(kept);
    } else {
      ScratchFolder scratch = ScratchFolder.create();
      try {
        run(scratch.path());
      } finally {
        scratch.remove();
      }
      story.say("Keep the store with: bourn demo --data .bourn");
    }
    story.say("All of it took " + Story.millis(System.nanoTime() - start) + ".");
    return 0;
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new UsageException(
              "the demo makes a store of its own, and "
                  + folder
                  + " is not empty; name a new folder");
        }
      }
    }
  }

  private void run(Path folder) throws Exception {
    story.say("Bourn: streams that are queried. The store of this demo lies in " + folder + ".");
    Map<String, Long> tails = new TreeMap<>();
    try (Bourn bourn = Bourn.open(folder)) {
      tell(bourn);
      tails.putAll(tails(bourn));
    }
    reopen(folder, tails);
    new Crash(folder, story).tell();
  }

  private void tell(Bourn bourn) {
    Demo demo = new Demo(bourn, story);
    TypedStream<JvmEvent> jvm = bourn.typed("jvm", JvmEvent.class);
    try (Recorder recorder = new Recorder(rows -> jvm.append(rows).orThrow())) {
      demo.append();
      demo.datalog();
      demo.threeKinds();
      recorder.flush();
      demo.sql();
      demo.past();
      demo.causality();
    }
  }

  private void reopen(Path folder, Map<String, Long> before) {
    story.chapter("Closed, and opened again");
    long start = System.nanoTime();
    try (Bourn bourn = Bourn.open(folder)) {
      story.done("the store is open again", System.nanoTime() - start);
      if (!before.equals(tails(bourn))) {
        throw new IllegalStateException(
            "streams had the tails " + before + ", have " + tails(bourn));
      }
      List<List<Value>> rows = new ArrayList<>();
      tails(bourn).forEach((name, tail) -> rows.add(Value.list(name, tail).items()));
      story.answer(Demo.table(List.of("stream", "events"), rows), System.nanoTime() - start);
      new Demo(bourn, story).again();
    }
  }

  private static Map<String, Long> tails(Bourn bourn) {
    Map<String, Long> tails = new TreeMap<>();
    for (StreamDescriptor stream : bourn.streams()) {
      String name = stream.name().text();
      tails.put(name, bourn.find(name).extent().tail());
    }
    return tails;
  }

  private void afterwards(Path folder) {
    story.say("");
    story.say("The store is kept in " + folder + ". Go on with:");
    story.say("  ./bourn repl --data " + folder);
    story.say("  ./bourn q '[:find (count ?a) . :where [?a :airport/code]]' --data " + folder);
    story.say(
        "  ./bourn sql 'SELECT origin, COUNT(*) FROM flights GROUP BY origin' --data " + folder);
  }
}
