package bourn.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sustained appends in batches that survive the process, to a stream and to the logs of peers. */
final class AppendBatches implements Bench {

  private static final long WARM_BYTES = 128L << 20;
  private static final long COUNTED_BYTES = 2L << 30;
  private static final int ROUNDS = 2;
  private static final List<Contender> ALL =
      List.of(
          new Contender("ours", Ours::append),
          new Contender(Logs.CHRONICLE, Logs::chronicle),
          new Contender(Logs.ROCKS, Logs::rocks),
          new Contender(Logs.BARE, Logs::bare));

  private final String name;
  private final int recordBytes;

  AppendBatches(String name, int recordBytes) {
    this.name = name;
    this.recordBytes = recordBytes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    return "2 GB of records of " + recordBytes + " bytes, batches of 1,000, until applied";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Records records = new Records(recordBytes, 1_000);
    round(scratch, records, WARM_BYTES);
    double[][] rounds = new double[ROUNDS][];
    for (int i = 0; i < ROUNDS; i++) {
      rounds[i] = round(scratch, records, COUNTED_BYTES);
    }
    List<Figure> figures = new ArrayList<>();
    double ours = median(rounds, 0);
    for (int i = 1; i < ALL.size(); i++) {
      figures.add(
          new Figure(name, "M records/s", false, ours, ALL.get(i).name(), median(rounds, i)));
    }
    return figures;
  }

  /** Returns the millions of records a second of each, in turn. */
  private static double[] round(Path scratch, Records records, long bytes) throws Exception {
    double[] millions = new double[ALL.size()];
    long batches = bytes / records.batchBytes();
    for (int i = 0; i < millions.length; i++) {
      long nanos = ALL.get(i).nanos(scratch, records, batches);
      millions[i] = batches * records.recordsABatch() * 1e3 / nanos;
    }
    return millions;
  }

  private static double median(double[][] rounds, int contender) {
    return Clock.median(Arrays.stream(rounds).mapToDouble(round -> round[contender]).toArray());
  }
}
