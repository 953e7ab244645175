package bourn.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The people of DataScript's benchmark: five attributes each, from a fixed seed.
 *
 * @see <a href="https://github.com/tonsky/datascript/tree/master/bench">DataScript's benchmark</a>
 */
record People(List<Person> people) {

  /** One person; {@code sex} is a keyword without its colon. */
  record Person(String name, String lastName, String sex, int age, int salary) {}

  private static final String[] NAMES = {
    "Ivan", "Petr", "Sergei", "Oleg", "Yuri", "Dmitry", "Fedor", "Denis"
  };
  private static final String[] LAST_NAMES = {
    "Ivanov", "Petrov", "Sidorov", "Kovalev", "Kuznetsov", "Voronoi"
  };

  static People of(int count) {
    return of(count, new SplittableRandom(20_261_121));
  }

  static People of(int count, SplittableRandom random) {
    List<Person> people = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      people.add(
          new Person(
              NAMES[random.nextInt(NAMES.length)],
              LAST_NAMES[random.nextInt(LAST_NAMES.length)],
              random.nextBoolean() ? "male" : "female",
              random.nextInt(100),
              random.nextInt(100_000)));
    }
    return new People(people);
  }
}
