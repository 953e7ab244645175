package bourn.datoms;

import bourn.kernel.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing list of facts, in columns. Confined to one thread while it grows. */
public final class Facts {

  private long[] entities;
  private long[] attributes;
  private Value[] values;
  private long[] since;
  private long @Nullable [] metas;
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

  /** Returns whether fact {@code i} was derived and what describes it: see {@link Meta}. */
  public long meta(int i) {
    return metas == null ? Meta.NONE : metas[i];
  }

  /** Returns whether anything is said of any fact by {@link #meta}. */
  public boolean hasMetas() {
    return metas != null;
  }

  /** Returns whether one of the facts is of {@code attribute}. */
  public boolean has(long attribute) {
    for (int i = 0; i < count; i++) {
      if (attributes[i] == attribute) {
        return true;
      }
    }
    return false;
  }

  /** Returns the facts that {@code excised} does not choose. */
  Facts without(Transaction.Choice excised) {
    Facts kept = new Facts(count);
    for (int i = 0; i < count; i++) {
      if (!excised.test(entities[i], attributes[i], since[i])) {
        kept.add(entities[i], attributes[i], values[i], since[i], meta(i));
      }
    }
    return kept;
  }

  /** Adds a fact that {@code meta} describes. */
  public void add(long entity, long attribute, Value value, long addedSince, long meta) {
    add(entity, attribute, value, addedSince);
    if (meta != Meta.NONE) {
      describe(count - 1, meta);
    }
  }

  /** Says of fact {@code i} what {@link Meta} says. */
  void describe(int i, long meta) {
    if (metas == null) {
      metas = new long[entities.length];
    }
    metas[i] = meta;
  }

  /** Adds a fact. */
  public void add(long entity, long attribute, Value value, long addedSince) {
    if (count == entities.length) {
      int room = 2 * count;
      entities = Arrays.copyOf(entities, room);
      attributes = Arrays.copyOf(attributes, room);
      values = Arrays.copyOf(values, room);
      since = Arrays.copyOf(since, room);
      metas = metas == null ? null : Arrays.copyOf(metas, room);
    }
    entities[count] = entity;
    attributes[count] = attribute;
    values[count] = value;
    since[count] = addedSince;
    count++;
  }
}
