package bourn.bench;

import bourn.index.DatomStream;
import java.util.List;
import java.util.SplittableRandom;

/** A datom stream filled with people. */
final class PeopleStore {

  static final String STREAM = "people";

  private static final int PEOPLE_A_TRANSACTION = 10_000;

  private PeopleStore() {}

  /** Fills {@code stream} with {@code count} people in large transactions, until all is merged. */
  static long fill(DatomStream stream, int count) {
    SplittableRandom random = new SplittableRandom(count);
    stream.transact(PeopleForms.ourSchema());
    for (int done = 0; done < count; done += PEOPLE_A_TRANSACTION) {
      List<People.Person> people =
          People.of(Math.min(PEOPLE_A_TRANSACTION, count - done), random).people();
      stream.transact(PeopleForms.ours(people));
    }
    stream.settle();
    return stream.db().basis();
  }
}
