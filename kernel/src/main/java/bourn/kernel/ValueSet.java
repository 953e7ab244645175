package bourn.kernel;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An immutable set that iterates in the order in which it was made. */
final class ValueSet extends AbstractSet<Value> {

  private final Ascending members;
  private int hash;

  /** Takes {@code members}, which are distinct. */
  ValueSet(Ascending members) {
    this.members = members;
  }

  static ValueSet copyOf(Set<Value> set) {
    if (set instanceof ValueSet same) {
      return same;
    }
    Value[] values = set.toArray(new Value[0]);
    for (Value value : values) {
      Objects.requireNonNull(value);
    }
    Ascending members = Ascending.of(values);
    if (members.duplicate() >= 0) {
      throw new IllegalArgumentException(
          "a set has distinct members, was given " + values[members.duplicate()] + " twice");
    }
    return new ValueSet(members);
  }

  Ascending members() {
    return members;
  }

  @Override
  public int size() {
    return members.size();
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return value instanceof Value member && members.find(member) >= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof ValueSet set)) {
      return super.equals(other);
    }
    if (set.size() != size() || set.hashCode() != hashCode()) {
      return false;
    }
    for (int rank = 0; rank < size(); rank++) {
      if (!members.given(members.index(rank)).equals(set.members.given(set.members.index(rank)))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hashed = hash;
    if (hashed == 0) {
      for (int i = 0; i < size(); i++) {
        hashed += members.given(i).hashCode();
      }
      hash = hashed;
    }
    return hashed;
  }

  @Override
  public Iterator<Value> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size();
      }

      @Override
      public Value next() {
        if (next == size()) {
          throw new NoSuchElementException();
        }
        return members.given(next++);
      }
    };
  }
}
