package bourn.index;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Accepts what all conditions accept, asked in their order one after the other. */
record AllOf<T>(List<Predicate<? super T>> conditions) implements Predicate<T> {

  AllOf {
    conditions = List.copyOf(conditions);
  }

  /** Returns both as one that is no deeper, however often that is done. */
  static <T> AllOf<T> of(Predicate<T> first, Predicate<? super T> last) {
    List<Predicate<? super T>> conditions = new ArrayList<>();
    if (first instanceof AllOf<T>(var several)) {
      conditions.addAll(several);
    } else {
      conditions.add(first);
    }
    conditions.add(last);
    return new AllOf<>(conditions);
  }

  @Override
  public boolean test(T one) {
    for (Predicate<? super T> condition : conditions) {
      if (!condition.test(one)) {
        return false;
      }
    }
    return true;
  }
}
