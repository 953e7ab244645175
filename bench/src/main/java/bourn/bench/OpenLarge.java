package bourn.bench;

import bourn.Bourn;
import bourn.datoms.Datom;
import bourn.index.Database;
import bourn.index.DatomOrder;
import bourn.index.DatomStream;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** Opening a large store with a small heap, and reading from it. */
final class OpenLarge implements Bench {

  private static final String DATOMS = "bench.datoms";
  private static final long USUAL_DATOMS = 100_000_000;
  private static final int READS = 20_000;

  @Override
  public String name() {
    return "open-100m";
  }

  @Override
  public String what() {
    return "opening a store of 100,000,000 datoms (or -D"
        + DATOMS
        + ") with a heap of 512 MB, and reading a value of an entity at random";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    int people = Math.toIntExact(Long.getLong(DATOMS, USUAL_DATOMS) / PeopleForms.DATOMS);
    Path store = scratch.resolve("store");
    child("-Xmx4g", Build.class, store, people);
    List<String> printed = child("-Xmx512m", Open.class, store, people);
    double[] figures =
        printed.subList(printed.size() - 3, printed.size()).stream()
            .mapToDouble(Double::parseDouble)
            .toArray();
    return List.of(
        figure("open", "ms", figures[0]),
        figure("first read", "ms", figures[1]),
        figure("read", "us", figures[2]));
  }

  private static List<String> child(String heap, Class<?> main, Path store, int people)
      throws Exception {
    return Child.run(
        Child.of(List.of(heap), main.getName(), store.toString(), Integer.toString(people)));
  }

  private Figure figure(String row, String unit, double figure) {
    return new Figure(name() + "/" + row, unit, true, figure, null, 0);
  }

  /** Fills the store. */
  static final class Build {

    private Build() {}

    public static void main(String[] arguments) {
      try (Bourn bourn = Bourn.open(Path.of(arguments[0]))) {
        PeopleStore.fill(bourn.datoms(PeopleStore.STREAM), Integer.parseInt(arguments[1]));
      }
    }
  }

  /** Opens the store, and prints the milliseconds that took, and the microseconds of a read. */
  static final class Open {

    private Open() {}

    public static void main(String[] arguments) {
      int people = Integer.parseInt(arguments[1]);
      long start = System.nanoTime();
      try (Bourn bourn = Bourn.open(Path.of(arguments[0]))) {
        DatomStream stream = bourn.datoms(PeopleStore.STREAM);
        Database db = stream.db();
        System.out.println((System.nanoTime() - start) / 1e6);
        start = System.nanoTime();
        long salary = Objects.requireNonNull(db.attribute(Keyword.of("salary"))).id();
        long first = first(db);
        System.out.println((System.nanoTime() - start) / 1e6);
        SplittableRandom random = new SplittableRandom(people);
        start = System.nanoTime();
        for (int i = 0; i < READS; i++) {
          List<Value> values = db.values(first + random.nextInt(people), salary);
          if (values.size() != 1) {
            throw new IllegalStateException("a person has a salary, found " + values);
          }
        }
        System.out.println((System.nanoTime() - start) / 1e3 / READS);
      }
    }

    private static long first(Database db) {
      Datom first = db.datoms(DatomOrder.AEVT, Keyword.of("salary")).iterator().next();
      return first.entity();
    }
  }
}
