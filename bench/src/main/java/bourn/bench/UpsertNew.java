package bourn.bench;

import bourn.Bourn;
import bourn.index.DatomStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Durability;
import bourn.kernel.MemoryBudget;
import bourn.kernel.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Upserts by keys that nobody has, into a store whose indexes are many times its memory. */
final class UpsertNew implements Bench {

  private static final int PEOPLE = 4_000_000;
  private static final int PEOPLE_A_LOAD = 10_000;
  private static final int PEOPLE_A_TRANSACTION = 1_000;
  private static final int TRANSACTIONS = 10;
  private static final int WARM_ROUNDS = 2;
  private static final int ROUNDS = 5;
  private static final MemoryBudget SMALL = new MemoryBudget(64L << 20);

  @Override
  public String name() {
    return "upsert-new";
  }

  @Override
  public String what() {
    return "people of 5 datoms, 1,000 a transaction, by emails that none of 4,000,000 has and that"
        + " sort anywhere among those, each on disk before the next, with 64 MB of 512 for"
        + " the store";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Path store = scratch.resolve("store");
    child("-Xmx4g", Fill.class, store);
    double millis = Double.parseDouble(child("-Xmx512m", Upsert.class, store).getLast());
    double datoms = (double) TRANSACTIONS * PEOPLE_A_TRANSACTION * PeopleForms.DATOMS;
    return List.of(new Figure(name(), "datoms/s", false, datoms * 1e3 / millis, null, 0));
  }

  private static List<String> child(String heap, Class<?> main, Path store) throws Exception {
    return Child.run(Child.of(List.of(heap), main.getName(), store.toString()));
  }

  /** Returns the forms of {@code count} people, whose emails are numbered from {@code first}. */
  private static List<Value> forms(int first, int count, SplittableRandom random) {
    int[] emails = new int[count];
    for (int i = 0; i < count; i++) {
      emails[i] = Integer.reverse(first + i) >>> 1;
    }
    return PeopleForms.ours(People.of(count, random).people(), emails);
  }

  /** Fills the store. */
  static final class Fill {

    private Fill() {}

    public static void main(String[] arguments) {
      SplittableRandom random = new SplittableRandom(0);
      try (Bourn bourn = Bourn.open(Path.of(arguments[0]))) {
        DatomStream people = bourn.datoms(PeopleStore.STREAM);
        people.transact(PeopleForms.ourSchema());
        for (int done = 0; done < PEOPLE; done += PEOPLE_A_LOAD) {
          people.transact(forms(done, PEOPLE_A_LOAD, random));
        }
      }
    }
  }

  /** Upserts, and prints the milliseconds that a round took. */
  static final class Upsert {

    private Upsert() {}

    public static void main(String[] arguments) throws Exception {
      SplittableRandom random = new SplittableRandom(1);
      double[] millis = new double[ROUNDS];
      int first = PEOPLE;
      try (Bourn bourn = Bourn.open(Path.of(arguments[0]), SMALL)) {
        DatomStream people = bourn.datoms(PeopleStore.STREAM);
        for (int round = -WARM_ROUNDS; round < ROUNDS; round++) {
          List<List<Value>> transactions = new ArrayList<>();
          for (int i = 0; i < TRANSACTIONS; i++) {
            transactions.add(forms(first, PEOPLE_A_TRANSACTION, random));
            first += PEOPLE_A_TRANSACTION;
          }
          double taken = Clock.millis(() -> transact(people, transactions));
          if (round >= 0) {
            millis[round] = taken;
          }
        }
        System.out.println(Clock.median(millis));
        System.out.flush();
        // To close the store would merge, which is not what is measured, and needs a larger heap.
        Runtime.getRuntime().halt(0);
      }
    }

    private static long transact(DatomStream people, List<List<Value>> transactions) {
      long t = 0;
      for (List<Value> forms : transactions) {
        t = people.transact(forms, CausalContext.NONE, Durability.DISK).t();
      }
      return t;
    }
  }
}
