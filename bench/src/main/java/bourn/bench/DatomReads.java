package bourn.bench;

import bourn.Bourn;
import bourn.datoms.Datom;
import bourn.index.DatomOrder;
import bourn.index.DatomStream;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import datomic.Database;
import datomic.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * Reads of 200,000 people, whose salaries have been changed 200,000 times: ours from a store on
 * disk, Datomic's in memory.
 */
final class DatomReads implements Bench {

  private static final int PEOPLE = 200_000;
  private static final int CHANGES = 200;
  private static final int CHANGES_A_TRANSACTION = 1_000;
  private static final int READS = 20_000;
  private static final int DRAWN = 1 << 20;
  private static final int WARM_MILLIS = 2_000;
  private static final int COUNTED = 25;
  private static final int COUNTED_READS = 101;
  private static final Keyword SALARY = Keyword.of("salary");
  private static final Object THEIR_SALARY = Datomic.key("salary");

  private final String name;
  private final String what;
  private final Comparison comparison;

  /** The same people in both. */
  private record Both(
      Bourn bourn,
      DatomStream ours,
      Datomic theirs,
      long[] ourPeople,
      long[] theirPeople,
      long[] ourPast,
      long[] theirPast) {}

  /** Compares reads of both. */
  private interface Comparison {
    List<Figure> of(Both both) throws Exception;
  }

  private DatomReads(String name, String what, Comparison comparison) {
    this.name = name;
    this.what = what;
    this.comparison = comparison;
  }

  static DatomReads scan() {
    return new DatomReads(
        "attribute-scan", "the sum of an attribute of 200,000 entities", DatomReads::scan);
  }

  static DatomReads point() {
    return new DatomReads(
        "point-read", "the value of an attribute of an entity at random", DatomReads::point);
  }

  static DatomReads entity() {
    return new DatomReads("entity-read", "all datoms of an entity at random", DatomReads::entity);
  }

  static DatomReads asOf() {
    return new DatomReads(
        "as-of-read",
        "the value that an attribute of an entity had, both at random",
        DatomReads::asOf);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    return what + ", among 1,000,000 datoms and 200,000 changes";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    try (Bourn bourn = Bourn.open(scratch.resolve("people"));
        Datomic theirs = new Datomic()) {
      DatomStream ours = bourn.datoms("people");
      People people = People.of(PEOPLE);
      ours.transact(PeopleForms.ourSchema());
      ours.transact(PeopleForms.ours(people.people()));
      theirs.load(people);
      Both both =
          new Both(
              bourn,
              ours,
              theirs,
              ours.db().datoms(DatomOrder.AEVT, SALARY).stream().mapToLong(Datom::entity).toArray(),
              entities(theirs.db()),
              new long[CHANGES],
              new long[CHANGES]);
      change(both);
      ours.settle();
      theirs.index();
      return comparison.of(both);
    }
  }

  private static long[] entities(Database db) {
    List<Long> entities = new ArrayList<>();
    db.datoms(Database.AEVT, THEIR_SALARY).forEach(datom -> entities.add((Long) datom.e()));
    return entities.stream().mapToLong(Long::longValue).toArray();
  }

  private static void change(Both both) throws Exception {
    SplittableRandom random = new SplittableRandom(CHANGES);
    for (int i = 0; i < CHANGES; i++) {
      List<Value> ours = new ArrayList<>();
      List<Object> theirs = new ArrayList<>();
      int[] chosen = random.ints(0, PEOPLE).distinct().limit(CHANGES_A_TRANSACTION).toArray();
      for (int person : chosen) {
        int salary = random.nextInt(100_000);
        ours.add(Value.map("db/id", both.ourPeople[person], "salary", salary));
        theirs.add(
            Map.of(Datomic.key("db/id"), both.theirPeople[person], THEIR_SALARY, (long) salary));
      }
      both.ourPast[i] = both.ours.transact(ours).t();
      both.theirs.transact(theirs);
      both.theirPast[i] = both.theirs.db().basisT();
    }
  }

  private static List<Figure> scan(Both both) throws Exception {
    bourn.index.Database ours = both.ours.db();
    Database theirs = both.theirs.db();
    String query = "[:find (sum ?s) . :with ?e :where [?e :salary ?s]]";
    return List.of(
        figure("attribute-scan/datoms", "ms", () -> sum(ours), () -> sum(theirs), COUNTED),
        figure(
            "attribute-scan/query",
            "ms",
            () -> number(both.bourn.query(query, ours).value(0, 0)),
            () -> (Long) Peer.<Object>query(query, theirs),
            COUNTED));
  }

  private static long sum(bourn.index.Database db) {
    long sum = 0;
    for (Datom datom : db.datoms(DatomOrder.AEVT, SALARY)) {
      sum += number(datom.value());
    }
    return sum;
  }

  private static long sum(Database db) {
    long sum = 0;
    for (datomic.Datom datom : db.datoms(Database.AEVT, THEIR_SALARY)) {
      sum += (Long) datom.v();
    }
    return sum;
  }

  private static List<Figure> point(Both both) throws Exception {
    bourn.index.Database ours = both.ours.db();
    Database theirs = both.theirs.db();
    long salary = salary(both);
    return List.of(
        reads(
            "point-read",
            both.ourPeople,
            new long[1],
            (person, t) -> sum(ours.values(person, salary)),
            both.theirPeople,
            new long[1],
            (person, t) -> salary(theirs, person)));
  }

  private static List<Figure> entity(Both both) throws Exception {
    bourn.index.Database ours = both.ours.db();
    Database theirs = both.theirs.db();
    return List.of(
        reads(
            "entity-read",
            both.ourPeople,
            new long[1],
            (person, t) -> {
              long sum = 0;
              for (Datom datom : ours.datoms(person)) {
                sum += datom.value() instanceof Value.Int(long number) ? number : 1;
              }
              return sum;
            },
            both.theirPeople,
            new long[1],
            (person, t) -> {
              long sum = 0;
              for (datomic.Datom datom : theirs.datoms(Database.EAVT, person)) {
                sum += datom.v() instanceof Long number ? number : 1;
              }
              return sum;
            }));
  }

  private static List<Figure> asOf(Both both) throws Exception {
    bourn.index.Database ours = both.ours.db();
    Database theirs = both.theirs.db();
    long salary = salary(both);
    return List.of(
        reads(
            "as-of-read",
            both.ourPeople,
            both.ourPast,
            (person, t) -> sum(ours.asOf(t).values(person, salary)),
            both.theirPeople,
            both.theirPast,
            (person, t) -> salary(theirs.asOf(t), person)));
  }

  private static long salary(Both both) {
    return Objects.requireNonNull(both.ours.db().attribute(SALARY)).id();
  }

  private static long salary(Database db, long person) {
    long sum = 0;
    for (datomic.Datom datom : db.datoms(Database.EAVT, person, THEIR_SALARY)) {
      sum += (Long) datom.v();
    }
    return sum;
  }

  private static long sum(List<Value> values) {
    long sum = 0;
    for (Value value : values) {
      sum += number(value);
    }
    return sum;
  }

  private static long number(Value value) {
    return ((Value.Int) value).value();
  }

  /** Reads something of a person at a time. */
  private interface Read {
    long of(long person, long t);
  }

  /** Reads of people and times drawn at random ahead, in turn, so that drawing takes no time. */
  private static final class Drawn {
    private final long[] people = new long[DRAWN];
    private final long[] times = new long[DRAWN];
    private final Read read;
    private int next;

    Drawn(long[] people, long[] times, Read read) {
      SplittableRandom random = new SplittableRandom(DRAWN);
      this.read = read;
      for (int i = 0; i < DRAWN; i++) {
        this.people[i] = people[random.nextInt(people.length)];
        this.times[i] = times[random.nextInt(times.length)];
      }
    }

    long some() {
      long sum = 0;
      for (int i = 0; i < READS; i++) {
        sum += read.of(people[next], times[next]);
        next = (next + 1) % DRAWN;
      }
      return sum;
    }
  }

  private static Figure reads(
      String row,
      long[] ourPeople,
      long[] ourTimes,
      Read ours,
      long[] theirPeople,
      long[] theirTimes,
      Read theirs)
      throws Exception {
    Drawn our = new Drawn(ourPeople, ourTimes, ours);
    Drawn their = new Drawn(theirPeople, theirTimes, theirs);
    Figure millis = figure(row, "ms", our::some, their::some, COUNTED_READS);
    double nanosARead = 1e6 / READS;
    return new Figure(
        row, "ns", true, millis.ours() * nanosARead, Datomic.NAME, millis.theirs() * nanosARead);
  }

  private static Figure figure(
      String row, String unit, Callable<Long> ours, Callable<Long> theirs, int counted)
      throws Exception {
    long our = ours.call();
    long their = theirs.call();
    if (our != their) {
      throw new IllegalStateException(row + ": ours is " + our + ", Datomic's " + their);
    }
    double[] millis = Clock.medians(ours, theirs, WARM_MILLIS, counted);
    return new Figure(row, unit, true, millis[0], Datomic.NAME, millis[1]);
  }
}
