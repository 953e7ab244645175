package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the values of an attribute are made of that is of {@link ValueType#TUPLE}. */
public sealed interface TupleType {

  /** The fewest elements of a tuple. */
  int LEAST = 2;

  /** The most elements of a tuple. */
  int MOST = 8;

  /** Returns whether {@code tuple}, of {@link #LEAST} to {@link #MOST} elements, fits. */
  boolean admits(List<Value> tuple);

  /** The values of other attributes of the same entity, kept up by each transaction. */
  record Composite(List<Keyword> attributes) implements TupleType {

    public Composite {
      attributes = List.copyOf(attributes);
    }

    @Override
    public boolean admits(List<Value> tuple) {
      return tuple.size() == attributes.size();
    }
  }

  /** A value of a type of its own at each place. */
  record Fixed(List<ValueType> types) implements TupleType {

    public Fixed {
      types = List.copyOf(types);
    }

    @Override
    public boolean admits(List<Value> tuple) {
      if (tuple.size() != types.size()) {
        return false;
      }
      for (int i = 0; i < types.size(); i++) {
        if (!TupleType.fits(types.get(i), tuple.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /** Any number of values of one type. */
  record Uniform(ValueType type) implements TupleType {

    @Override
    public boolean admits(List<Value> tuple) {
      return tuple.stream().allMatch(value -> TupleType.fits(type, value));
    }
  }

  private static boolean fits(ValueType type, Value value) {
    return value instanceof Value.Nil || type.admits(value);
  }

  /** Returns what is declared by {@code attribute} being {@code value}, null if it is nothing. */
  static @Nullable TupleType of(long attribute, Value value) {
    if (attribute == BuiltIn.TUPLE_TYPE) {
      ValueType type = value instanceof Keyword name ? ValueType.named(name) : null;
      return type == null || type == ValueType.TUPLE ? null : new Uniform(type);
    }
    List<Keyword> names = names(value);
    if (names == null) {
      return null;
    }
    if (attribute == BuiltIn.TUPLE_ATTRS) {
      return new Composite(names);
    }
    List<ValueType> types = new ArrayList<>();
    for (Keyword name : names) {
      ValueType type = ValueType.named(name);
      if (type == null || type == ValueType.TUPLE) {
        return null;
      }
      types.add(type);
    }
    return new Fixed(types);
  }

  private static @Nullable List<Keyword> names(Value value) {
    List<Keyword> names = new ArrayList<>();
    if (value instanceof Value.Items(List<Value> items)) {
      for (Value item : items) {
        if (item instanceof Keyword name) {
          names.add(name);
        }
      }
      return LEAST <= items.size() && items.size() <= MOST && names.size() == items.size()
          ? names
          : null;
    }
    return null;
  }
}
