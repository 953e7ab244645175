package bourn.bench;

import bourn.Bourn;
import java.nio.file.Path;
import java.util.List;

/** A load from nothing until the indexes hold all of it. */
final class BulkLoad implements Bench {

  private static final int ROUNDS = 3;
  private static final int PEOPLE = 1_000_000;
  private static final int THEIR_PEOPLE = 100_000;

  @Override
  public String name() {
    return "bulk-load-5m";
  }

  @Override
  public String what() {
    return "5,000,000 datoms into a new store, until the indexes hold them; 500,000 into Datomic";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    double[] ours = new double[ROUNDS];
    double[] theirs = new double[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      double our = rate(PEOPLE, Clock.millis(() -> ours(scratch.resolve("ours"))));
      Scratch.remove(scratch.resolve("ours"));
      People people = People.of(THEIR_PEOPLE);
      double their = rate(THEIR_PEOPLE, Clock.millis(() -> theirs(people)));
      if (round >= 0) {
        ours[round] = our;
        theirs[round] = their;
      }
    }
    return List.of(
        new Figure(
            name(), "datoms/s", false, Clock.median(ours), Datomic.NAME, Clock.median(theirs)));
  }

  private static double rate(int people, double millis) {
    return people * (double) PeopleForms.DATOMS * 1e3 / millis;
  }

  private static long ours(Path folder) {
    try (Bourn bourn = Bourn.open(folder)) {
      return PeopleStore.fill(bourn.datoms(PeopleStore.STREAM), PEOPLE);
    }
  }

  private static long theirs(People people) throws Exception {
    try (Datomic datomic = new Datomic()) {
      datomic.load(people);
      return datomic.db().basisT();
    }
  }
}
