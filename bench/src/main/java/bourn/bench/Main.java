package bourn.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs comparisons by name and prints a table, then one line of JSON a figure. */
final class Main {

  private static final List<Bench> ALL =
      List.of(
          new DatalogPeople(),
          new DatalogRules(),
          new Datalog1m(),
          new DatalogTemporal(),
          new SqlEvents(),
          new SqlTpch(),
          new SqlPlan(),
          new SqlColdStart(),
          new TypedAppend(),
          new TypedScan(),
          new AppendBatches("append-100b", 100),
          new AppendBatches("append-1k", 1_000),
          new AppendOne(),
          new AppendDisk(),
          new AppendDiskMany(256),
          new AppendDiskMany(4_096),
          new AppendKafka(),
          new Replay(),
          Tail.besideDisruptor(),
          Tail.besideFlow(),
          new Wake(1),
          new Wake(10_000),
          new Streams(),
          new Reopen(),
          new ReopenStreams(),
          new StampCost(),
          TransactPeople.small(),
          TransactPeople.large(),
          TransactPeople.upserts(),
          new UpsertNew(),
          new BulkLoad(),
          new IndexBytes(),
          new WriteAmplification(),
          DatomReads.scan(),
          DatomReads.point(),
          DatomReads.entity(),
          DatomReads.asOf(),
          new OpenLarge(),
          ClojureReading.reduced(),
          ClojureReading.asSeq(),
          ClojureQueries.overhead(),
          ClojureQueries.sets(),
          new ClojureAsync());

  private Main() {}

  public static void main(String[] names) throws Exception {
    List<Bench> chosen =
        ALL.stream().filter(bench -> List.of(names).contains(bench.name())).toList();
    if (chosen.size() < names.length || names.length == 0) {
      System.err.println("usage: bench/run NAME...   where NAME is one of");
      ALL.forEach(bench -> System.err.printf("  %-18s %s%n", bench.name(), bench.what()));
      System.exit(names.length == 0 ? 0 : 2);
    }
    List<Figure> figures = new ArrayList<>();
    for (Bench bench : chosen) {
      System.err.println(bench.name() + ": " + bench.what());
      figures.addAll(inScratch(bench));
    }
    print(figures, System.out);
  }

  private static List<Figure> inScratch(Bench bench) throws Exception {
    Path scratch = Files.createTempDirectory("bourn-bench");
    try {
      return bench.run(scratch);
    } finally {
      Scratch.remove(scratch);
    }
  }

  private static void print(List<Figure> figures, PrintStream out) {
    String row = "%-32s %12s %12s  %-24s %8s  %s%n";
    out.printf(row, "", "ours", "theirs", "peer", "ratio", "unit");
    for (Figure figure : figures) {
      if (figure.fault() != null) {
        out.printf("%-32s %s%n", figure.bench(), figure.fault().lines().findFirst().orElse(""));
        continue;
      }
      out.printf(
          row,
          figure.bench(),
          number(figure.ours()),
          figure.peer() == null ? "" : number(figure.theirs()),
          figure.peer() == null ? "" : figure.peer(),
          figure.peer() == null ? "" : String.format(Locale.ROOT, "%.2f", figure.ratio()),
          figure.unit());
    }
    out.println();
    figures.forEach(figure -> out.println(figure.toJson()));
  }

  private static String number(double figure) {
    return String.format(Locale.ROOT, figure < 100 ? "%.3f" : "%,.0f", figure);
  }
}
