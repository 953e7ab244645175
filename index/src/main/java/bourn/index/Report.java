package bourn.index;

import bourn.datoms.Datom;
import bourn.kernel.Stamp;
import java.util.List;

/**
 * What a transaction did, whoever appended it.
 *
 * @param before the database it was prepared on
 * @param after the database with it
 * @param datoms what it asserted and retracted
 * @param stamp of its event
 * @param t the offset of its event
 */
public record Report(Database before, Database after, List<Datom> datoms, Stamp stamp, long t) {

  public Report {
    datoms = List.copyOf(datoms);
  }
}
