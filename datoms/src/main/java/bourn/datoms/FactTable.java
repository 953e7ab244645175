package bourn.datoms;

import bourn.kernel.Value;
import java.util.Arrays;

/** Facts that can be found again by entity and attribute. Confined to one thread. */
final class FactTable {

  /*
   * An open-addressed table of chains: heads[] holds, by the hash of entity and attribute, one more
   * than the row of the newest fact of that entity and attribute; next[] links to the one before it.
   * Attributes of one entity lie beside each other, as they are mostly looked up one after another.
   */

  private static final int BESIDE = 8;

  private final Facts facts;
  private Attribute[] attributes;
  private Value[] forms;
  private int[] next;
  private int[] heads;

  /** Makes an empty table with room for {@code capacity} facts. */
  FactTable(int capacity) {
    int room = Math.max(16, capacity);
    facts = new Facts(room);
    attributes = new Attribute[room];
    forms = new Value[room];
    next = new int[room];
    heads = new int[4 * Integer.highestOneBit(room)];
  }

  int count() {
    return facts.count();
  }

  long entity(int row) {
    return facts.entity(row);
  }

  Attribute attribute(int row) {
    return attributes[row];
  }

  Value value(int row) {
    return facts.value(row);
  }

  long since(int row) {
    return facts.since(row);
  }

  long meta(int row) {
    return facts.meta(row);
  }

  void describe(int row, long meta) {
    facts.describe(row, meta);
  }

  /** Returns the form that asked for the fact. */
  Value form(int row) {
    return forms[row];
  }

  /** Returns a row of the entity and attribute, or -1; {@link #next} has the others. */
  int first(long entity, long attribute) {
    return heads[slot(entity, attribute)] - 1;
  }

  /** Returns the next row of the same entity and attribute, or -1. */
  int next(int row) {
    return next[row] - 1;
  }

  boolean has(long entity, long attribute, Value value) {
    for (int row = first(entity, attribute); row >= 0; row = next(row)) {
      if (facts.value(row).equals(value)) {
        return true;
      }
    }
    return false;
  }

  void add(long entity, Attribute attribute, Value value, long since, long meta, Value form) {
    int row = facts.count();
    if (2 * row >= heads.length) {
      rehash();
    }
    if (row == next.length) {
      next = Arrays.copyOf(next, 2 * row);
      attributes = Arrays.copyOf(attributes, 2 * row);
      forms = Arrays.copyOf(forms, 2 * row);
    }
    facts.add(entity, attribute.id(), value, since, meta);
    attributes[row] = attribute;
    forms[row] = form;
    link(row);
  }

  private void link(int row) {
    int slot = slot(facts.entity(row), facts.attribute(row));
    next[row] = heads[slot];
    heads[slot] = row + 1;
  }

  private void rehash() {
    heads = new int[4 * heads.length];
    for (int row = 0; row < facts.count(); row++) {
      link(row);
    }
  }

  private int slot(long entity, long attribute) {
    long hash = ((entity * 0x9E3779B97F4A7C15L) >>> 32) * BESIDE + attribute % BESIDE;
    int slot = (int) hash & (heads.length - 1);
    while (heads[slot] != 0) {
      int row = heads[slot] - 1;
      if (facts.entity(row) == entity && facts.attribute(row) == attribute) {
        return slot;
      }
      slot = (slot + 1) & (heads.length - 1);
    }
    return slot;
  }
}
