package bourn.cli;

import bourn.Bourn;
import bourn.engine.Nearest;
import bourn.engine.QueryException;
import bourn.kernel.EventStream;
import bourn.kernel.Keyword;
import java.util.List;
import java.util.NoSuchElementException;

/** Finds streams by the names that users type. */
final class Streams {

  private Streams() {}

  /**
   * Returns the stream of that name.
   *
   * @param typed what the user typed, and {@code position} where in it the name stands
   * @throws QueryException if there is none; shows the place, and the name that was perhaps meant
   */
  static EventStream find(Bourn bourn, String name, String typed, int position) {
    try {
      return bourn.find(name);
    } catch (NoSuchElementException | IllegalArgumentException e) {
      List<String> names = bourn.streams().stream().map(stream -> stream.name().text()).toList();
      String hint = Nearest.hint(name, names);
      throw new QueryException(
          Keyword.of("query/unknown-stream"),
          "there is no stream " + name,
          typed,
          position,
          hint != null ? hint : "there are " + names);
    }
  }
}
