package bourn.kernel;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An immutable map that iterates in the order in which it was made. */
final class ValueMap extends AbstractMap<Value, Value> {

  private final Ascending keys;
  private final Value[] values;
  private int hash;

  /** Shares {@code values}, one for each of {@code keys}, which are distinct. */
  ValueMap(Ascending keys, Value[] values) {
    this.keys = keys;
    this.values = values;
  }

  static ValueMap copyOf(Map<Value, Value> map) {
    if (map instanceof ValueMap same) {
      return same;
    }
    Value.Entries.Builder builder = new Value.Entries.Builder(map.size());
    map.forEach(
        (key, value) -> builder.add(Objects.requireNonNull(key), Objects.requireNonNull(value)));
    return builder.toMap();
  }

  Ascending keys() {
    return keys;
  }

  /** Returns the value under the key given as number {@code index}. */
  Value given(int index) {
    return values[index];
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public @Nullable Value get(@Nullable Object key) {
    int index = key instanceof Value value ? keys.find(value) : -1;
    return index < 0 ? null : values[index];
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof Value value && keys.find(value) >= 0;
  }

  @Override
  public void forEach(BiConsumer<? super Value, ? super Value> action) {
    for (int i = 0; i < values.length; i++) {
      action.accept(keys.given(i), values[i]);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof ValueMap map)) {
      return super.equals(other);
    }
    if (map.size() != size() || map.hashCode() != hashCode()) {
      return false;
    }
    for (int rank = 0; rank < values.length; rank++) {
      int mine = keys.index(rank);
      int theirs = map.keys.index(rank);
      if (!keys.given(mine).equals(map.keys.given(theirs))
          || !values[mine].equals(map.values[theirs])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hashed = hash;
    if (hashed == 0) {
      for (int i = 0; i < values.length; i++) {
        hashed += keys.given(i).hashCode() ^ values[i].hashCode();
      }
      hash = hashed;
    }
    return hashed;
  }

  @Override
  public Set<Map.Entry<Value, Value>> entrySet() {
    return new Pairs();
  }

  private final class Pairs extends AbstractSet<Map.Entry<Value, Value>> {

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Iterator<Map.Entry<Value, Value>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < values.length;
        }

        @Override
        public Map.Entry<Value, Value> next() {
          if (next == values.length) {
            throw new NoSuchElementException();
          }
          return Map.entry(keys.given(next), values[next++]);
        }
      };
    }
  }
}
