package bourn.index;

import bourn.datoms.Datom;
import bourn.kernel.Value;
import java.util.List;
import java.util.Map;

/**
 * What a transaction would do that was not appended.
 *
 * @param before the database it was prepared on
 * @param after the database with it
 * @param datoms what it would assert and retract
 * @param tempids the entity that each tempid would become
 */
public record Speculated(
    Database before, Database after, List<Datom> datoms, Map<Value, Long> tempids) {

  public Speculated {
    datoms = List.copyOf(datoms);
    tempids = Map.copyOf(tempids);
  }
}
