package bourn.index;

import bourn.datoms.Datom;
import bourn.kernel.Stamp;
import bourn.kernel.Value;
import java.util.List;
import java.util.Map;

/**
 * A transaction that was appended.
 *
 * @param before the database it was prepared on
 * @param after the database with it
 * @param datoms what it asserted and retracted
 * @param tempids the entity that each tempid became
 * @param stamp of its event
 * @param t the offset of its event
 */
public record Transacted(
    Database before,
    Database after,
    List<Datom> datoms,
    Map<Value, Long> tempids,
    Stamp stamp,
    long t) {}
