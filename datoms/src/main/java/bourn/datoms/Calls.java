package bourn.datoms;

import bourn.kernel.Value;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a transaction may call by name. */
public interface Calls {

  /** Nothing at all. */
  Calls NONE =
      new Calls() {
        @Override
        public @Nullable Function<List<Value>, List<Value>> function(String name) {
          return null;
        }

        @Override
        public @Nullable Predicate<Value> predicate(String name) {
          return null;
        }

        @Override
        public Collection<String> names() {
          return List.of();
        }
      };

  /** Returns what makes forms of arguments and the facts before, or null when there is none. */
  @Nullable Function<List<Value>, List<Value>> function(String name);

  /** Returns a condition of values, or null when there is none of that name. */
  @Nullable Predicate<Value> predicate(String name);

  /** Returns all names. */
  Collection<String> names();
}
