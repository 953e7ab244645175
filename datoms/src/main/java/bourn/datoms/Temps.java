package bourn.datoms;

import bourn.kernel.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tempids of one transaction, and what is found out about the entities they stand for. */
final class Temps {

  /*
   * Tempids that turn out to stand for one entity are joined into one set (union-find): what is
   * known of the entity is kept at the root of its set.
   */

  private static final int ROOM = 16;

  private final Map<Value, Integer> indexes = new LinkedHashMap<>();
  private int[] parents = new int[ROOM];
  private long[] entities = new long[ROOM];
  private boolean[] subjects = new boolean[ROOM];
  private boolean[] describing = new boolean[ROOM];
  private @Nullable Value[] keys = new @Nullable Value[ROOM];
  private int count;

  /** Returns the tempid written as {@code key}. */
  Place.Temp keyed(Value key) {
    Integer index = indexes.get(key);
    if (index == null) {
      index = fresh().index();
      keys[index] = key;
      indexes.put(key, index);
    }
    return new Place.Temp(index);
  }

  /** Returns a tempid that has no name. */
  Place.Temp fresh() {
    if (count == parents.length) {
      int room = 2 * count;
      parents = Arrays.copyOf(parents, room);
      entities = Arrays.copyOf(entities, room);
      subjects = Arrays.copyOf(subjects, room);
      describing = Arrays.copyOf(describing, room);
      keys = Arrays.copyOf(keys, room);
    }
    parents[count] = count;
    return new Place.Temp(count++);
  }

  int count() {
    return count;
  }

  /** Records that a fact of the tempid's entity is asserted. */
  void isSubject(int index) {
    subjects[root(index)] = true;
  }

  /** Records that the tempid's entity is declared an attribute. */
  void isAttribute(int index) {
    describing[root(index)] = true;
  }

  boolean subject(int index) {
    return subjects[root(index)];
  }

  boolean attribute(int index) {
    return describing[root(index)];
  }

  /** Returns the name of the tempid, or null when it has none. */
  @Nullable Value key(int index) {
    return keys[index];
  }

  /** Returns the entity that the tempid stands for, 0 when that is not known yet. */
  long entity(int index) {
    return entities[root(index)];
  }

  /** Records that the tempid stands for {@code entity}. Returns whether that is new. */
  boolean bind(int index, long entity, Value form) {
    int root = root(index);
    if (entities[root] != 0 && entities[root] != entity) {
      throw Refusal.twoEntities(form, entities[root], entity);
    }
    boolean changed = entities[root] == 0;
    entities[root] = entity;
    return changed;
  }

  /** Records that both tempids stand for one entity. Returns whether that is new. */
  boolean join(int index, int other, Value form) {
    int from = root(index);
    int to = root(other);
    if (from == to) {
      return false;
    }
    if (entities[from] != 0) {
      bind(to, entities[from], form);
    }
    parents[from] = to;
    subjects[to] |= subjects[from];
    describing[to] |= describing[from];
    return true;
  }

  /** Returns the entities of the tempids that have a name. */
  Map<Value, Long> named() {
    Map<Value, Long> named = new LinkedHashMap<>();
    indexes.forEach((key, index) -> named.put(key, entity(index)));
    return named;
  }

  private int root(int index) {
    int root = index;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }
}
