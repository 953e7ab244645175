package bourn.bench;

import bourn.index.Databases;
import bourn.index.DatomStream;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What the index writes for what is left of it, when what comes falls anywhere in it. */
final class WriteAmplification implements Bench {

  private static final int PEOPLE = 100_000;
  private static final int UPDATES = 1_000_000;
  private static final int UPDATES_A_TRANSACTION = 100;
  private static final int FIRST = 16;

  @Override
  public String name() {
    return "write-amplification";
  }

  @Override
  public String what() {
    return "bytes of segments written while 1,000,000 values of 100,000 people chosen at random are"
        + " replaced, 100 a transaction, for each byte of segments at the end";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    try (Kernel kernel = Ours.open(scratch.resolve("store"))) {
      CountedKernel counted = new CountedKernel(kernel);
      try (Databases databases = Databases.of(counted.kernel())) {
        DatomStream stream = databases.open(PeopleStore.STREAM);
        PeopleStore.fill(stream, PEOPLE);
        update(stream);
        stream.settle();
      }
      double written = (double) counted.bytesPut();
      double left = (double) IndexBytes.segmentBytes(kernel.derived());
      return List.of(
          new Figure(name(), "bytes written a byte", true, written / left, null, 0),
          new Figure(
              name() + "/datom",
              "bytes written a datom",
              true,
              written / (PEOPLE * (double) PeopleForms.DATOMS + 2.0 * UPDATES),
              null,
              0));
    }
  }

  private static void update(DatomStream stream) {
    SplittableRandom random = new SplittableRandom(PEOPLE);
    for (int done = 0; done < UPDATES; done += UPDATES_A_TRANSACTION) {
      List<Value> forms = new ArrayList<>();
      for (int person :
          random.ints(FIRST, FIRST + PEOPLE).distinct().limit(UPDATES_A_TRANSACTION).toArray()) {
        forms.add(
            Value.of(
                List.of(
                    Keyword.of("db/add"), person, Keyword.of("salary"), random.nextInt(100_000))));
      }
      stream.transact(forms);
    }
  }
}
