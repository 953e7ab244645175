package bourn.bench;

import bourn.Bourn;
import bourn.index.DatomStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Durability;
import bourn.kernel.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Transactions of people by one writer, each on disk before the next. */
final class TransactPeople implements Bench {

  private static final int WARM_ROUNDS = 4;
  private static final int ROUNDS = 7;

  private final String name;
  private final int people;
  private final int transactions;
  private final boolean byEmail;
  private final List<People.Person> some;
  private int emails;

  private TransactPeople(String name, int people, int transactions, boolean byEmail) {
    this.name = name;
    this.people = people;
    this.transactions = transactions;
    this.byEmail = byEmail;
    this.some = People.of(people).people();
  }

  /** One person a transaction. */
  static TransactPeople small() {
    return new TransactPeople("transact-5", 1, 400, false);
  }

  /** A thousand people a transaction. */
  static TransactPeople large() {
    return new TransactPeople("transact-5000", 1_000, 20, false);
  }

  /** A thousand people a transaction, named by an identity that half of them have already. */
  static TransactPeople upserts() {
    return new TransactPeople("upsert-5000", 1_000, 20, true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    return people
        + " people of 5 datoms a transaction"
        + (byEmail ? ", half of them known by their email" : "")
        + ", each on disk before the next, by one writer";
  }

  /** The forms of the transactions of one round. */
  private record Forms(List<List<Value>> ours, List<List<?>> theirs) {}

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    DatomicLocal theirs = new DatomicLocal(scratch.resolve("theirs"));
    theirs.transact(PeopleForms.theirSchema(false));
    try (Bourn bourn = Bourn.open(scratch.resolve("ours"))) {
      DatomStream ours = bourn.datoms("people");
      ours.transact(PeopleForms.ourSchema());
      double[] our = new double[ROUNDS];
      double[] their = new double[ROUNDS];
      for (int round = -WARM_ROUNDS; round < ROUNDS; round++) {
        Forms forms = forms(round);
        double ourMillis = Clock.millis(() -> transact(ours, forms.ours()));
        double theirMillis = Clock.millis(() -> transact(theirs, forms.theirs()));
        if (round >= 0) {
          our[round] = ourMillis;
          their[round] = theirMillis;
        }
      }
      double datoms = (double) people * transactions * PeopleForms.DATOMS;
      return List.of(
          new Figure(
              name,
              "datoms/s",
              false,
              datoms * 1e3 / Clock.median(our),
              DatomicLocal.NAME,
              datoms * 1e3 / Clock.median(their)));
    }
  }

  private static long transact(DatomStream stream, List<List<Value>> transactions) {
    long t = 0;
    for (List<Value> forms : transactions) {
      t = stream.transact(forms, CausalContext.NONE, Durability.DISK).t();
    }
    return t;
  }

  private static int transact(DatomicLocal local, List<List<?>> transactions) {
    transactions.forEach(local::transact);
    return transactions.size();
  }

  private Forms forms(int round) {
    SplittableRandom random = new SplittableRandom(round);
    Forms forms = new Forms(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < transactions; i++) {
      if (byEmail) {
        int[] of = emails(random);
        List<People.Person> changed = People.of(people, random).people();
        forms.ours.add(PeopleForms.ours(changed, of));
        forms.theirs.add(PeopleForms.theirs(changed, of));
      } else {
        forms.ours.add(PeopleForms.ours(some));
        forms.theirs.add(PeopleForms.theirs(some));
      }
    }
    return forms;
  }

  /** Returns the numbers of emails, half of them new, and half not where there are so many. */
  private int[] emails(SplittableRandom random) {
    int known = Math.min(people / 2, emails);
    int[] chosen = new int[people];
    for (int i = 0; i < people; i++) {
      // Each known one from a part of its own, so that no transaction has an email twice.
      chosen[i] =
          i < known
              ? random.nextInt(i * (emails / known), (i + 1) * (emails / known))
              : emails + i - known;
    }
    emails += people - known;
    return chosen;
  }
}
