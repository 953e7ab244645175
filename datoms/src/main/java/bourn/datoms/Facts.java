package bourn.datoms;

import bourn.kernel.Value;
import java.util.Arrays;

/** A growing list of facts, in columns. Confined to one thread while it grows. */
public final class Facts {

  private long[] entities;
  private long[] attributes;
  private Value[] values;
  private long[] since;
  private int count;

  /** Makes an empty list with room for {@code capacity} facts. */
  public Facts(int capacity) {
    int room = Math.max(8, capacity);
    entities = new long[room];
    attributes = new long[room];
    values = new Value[room];
    since = new long[room];
  }

  /** Returns the number of facts. */
  public int count() {
    return count;
  }

  /** Returns the entity of fact {@code i}. */
  public long entity(int i) {
    return entities[i];
  }

  /** Returns the attribute of fact {@code i}. */
  public long attribute(int i) {
    return attributes[i];
  }

  /** Returns the value of fact {@code i}. */
  public Value value(int i) {
    return values[i];
  }

  /** Returns the offset of the transaction that asserted fact {@code i}. */
  public long since(int i) {
    return since[i];
  }

  /** Adds a fact. */
  public void add(long entity, long attribute, Value value, long addedSince) {
    if (count == entities.length) {
      int room = 2 * count;
      entities = Arrays.copyOf(entities, room);
      attributes = Arrays.copyOf(attributes, room);
      values = Arrays.copyOf(values, room);
      since = Arrays.copyOf(since, room);
    }
    entities[count] = entity;
    attributes[count] = attribute;
    values[count] = value;
    since[count] = addedSince;
    count++;
  }
}
