package bourn.cli;

import bourn.Bourn;
import bourn.index.DatomStream;
import bourn.index.IndexReport;
import bourn.kernel.StreamKind;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands {@code bourn index rebuild} and {@code bourn index verify}. */
@Command(
    name = "index",
    description = "Builds the index of a datom stream again, or compares it with the log.",
    subcommands = {IndexCommand.Rebuild.class, IndexCommand.Verify.class})
final class IndexCommand implements Runnable {

  private static final int DIFFERENT = 3;

  @Override
  public void run() {
    CommandLine.usage(this, System.out, Screen.ansi());
  }

  private static DatomStream datoms(Bourn bourn, String name) {
    StreamKind kind =
        Streams.find(bourn, name, "index " + name, "index ".length()).descriptor().kind();
    if (kind != StreamKind.DATOM) {
      throw new UsageException(
          "a stream of datoms has an index, and "
              + name
              + " is "
              + kind.name().toLowerCase(Locale.ROOT));
    }
    return bourn.datoms(name);
  }

  /** The command {@code bourn index rebuild}. */
  @Command(
      name = "rebuild",
      description = "Throws the index of a datom stream away and builds it again from the log.",
      footer = {"", "If it is stopped, the index stays as it was."})
  static final class Rebuild implements Callable<Integer> {

    @Parameters(paramLabel = "STREAM", description = "The name of the stream.")
    String stream = "";

    @Mixin StoreOption store = new StoreOption();

    @Override
    public Integer call() {
      try (Bourn bourn = store.open()) {
        DatomStream datoms = datoms(bourn, stream);
        try (ProgressBars bars = new ProgressBars()) {
          datoms.rebuild(bars);
        }
        System.err.printf(
            "The index of %s is rebuilt from %,d transactions.%n",
            stream, datoms.stream().extent().tail());
        return 0;
      }
    }
  }

  /** The command {@code bourn index verify}. */
  @Command(
      name = "verify",
      description = "Folds the log of a datom stream by itself, and says where the index differs.",
      footer = {"", "The exit status is 0 if it does not differ, 3 if it does."})
  static final class Verify implements Callable<Integer> {

    @Parameters(paramLabel = "STREAM", description = "The name of the stream.")
    String stream = "";

    @Mixin StoreOption store = new StoreOption();

    @Override
    public Integer call() {
      try (Bourn bourn = store.openToRead()) {
        IndexReport report = verify(datoms(bourn, stream));
        report.findings().forEach(System.out::println);
        if (report.isSound()) {
          System.err.printf(
              "The index of %s is what its log folds to: %,d transactions, %,d facts that hold.%n",
              stream, report.transactions(), report.facts());
          return 0;
        }
        System.err.println("Build it again from the log: bourn index rebuild " + stream);
        return DIFFERENT;
      }
    }

    private static IndexReport verify(DatomStream datoms) {
      try (ProgressBars bars = new ProgressBars()) {
        return datoms.verify(bars);
      }
    }
  }
}
