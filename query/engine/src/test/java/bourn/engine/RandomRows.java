package bourn.engine;

import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Rows drawn from a seed. */
final class RandomRows {

  private RandomRows() {}

  /** Rows of which the columns are integers, mixed, strings, integers or missing, and so on. */
  static Plan.Rows of(SplittableRandom random, int width, int count, int different) {
    List<List<Value>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Value> row = new ArrayList<>();
      for (int c = 0; c < width; c++) {
        row.add(value(random, c % 4, different));
      }
      rows.add(row);
    }
    return new Plan.Rows(width, rows);
  }

  private static Value value(SplittableRandom random, int flavour, int different) {
    return switch (flavour) {
      case 0 -> Value.of((long) random.nextInt(different));
      case 1 -> mixed(random, different);
      case 2 -> Value.of("s" + random.nextInt(different));
      default ->
          random.nextInt(4) == 0 ? Value.Nil.NIL : Value.of((long) random.nextInt(different));
    };
  }

  static Value mixed(SplittableRandom random, int different) {
    int number = random.nextInt(different);
    return switch (random.nextInt(8)) {
      case 0 -> Value.Nil.NIL;
      case 1 -> Value.of(number % 2 == 0);
      case 2 -> Value.of((long) number);
      case 3 -> Value.of((double) number);
      case 4 -> Value.of("s" + number);
      case 5 -> Keyword.of("k" + number);
      case 6 -> new Value.Time(number);
      default -> new Reference(1 + number % 3, number);
    };
  }
}
