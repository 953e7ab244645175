package bourn.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sustained appends in batches that survive the process, to a stream and to the logs of peers. */
final class AppendBatches implements Bench {

  private static final long WARM_BYTES = 128L << 20;
  private static final long COUNTED_BYTES = 2L << 30;
  private static final Contender OURS = new Contender("ours", Ours::append);
  private static final List<Contender> PEERS =
      List.of(
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
    OURS.nanos(scratch, records, WARM_BYTES / records.batchBytes());
    for (Contender peer : PEERS) {
      peer.nanos(scratch, records, WARM_BYTES / records.batchBytes());
    }
    double ours = millionsASecond(OURS, scratch, records);
    List<Figure> figures = new ArrayList<>();
    for (Contender peer : PEERS) {
      double theirs = millionsASecond(peer, scratch, records);
      figures.add(new Figure(name, "M records/s", false, ours, peer.name(), theirs));
    }
    return figures;
  }

  private static double millionsASecond(Contender contender, Path scratch, Records records)
      throws Exception {
    long batches = COUNTED_BYTES / records.batchBytes();
    return batches * records.recordsABatch() * 1e3 / contender.nanos(scratch, records, batches);
  }
}
