package bourn.index;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.datoms.Meta;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/** Reads whole tables of datoms. */
final class Reads {

  private Reads() {}

  /** Returns the rows that satisfy {@code restrictions}, in the order in which they come. */
  static List<Model.Row> rows(Database database, Restriction... restrictions) {
    List<Model.Row> rows = new ArrayList<>();
    Codes codes = new Codes();
    database
        .datoms()
        .scan(
            new int[] {0, 1, 2, 3, 4, 5, 6},
            List.of(restrictions),
            codes,
            batch -> {
              for (int i = 0; i < batch.count(); i++) {
                rows.add(row(batch, batch.row(i), codes));
              }
              return true;
            });
    return rows;
  }

  private static Model.Row row(Batch batch, int row, Codes codes) {
    return new Model.Row(
        batch.columns()[0].word(row),
        batch.columns()[1].word(row),
        batch.columns()[2].value(row, codes),
        batch.columns()[3].word(row),
        batch.columns()[4].value(row, codes).equals(new Value.Bool(true)),
        Meta.of(
            batch.columns()[5].word(row),
            batch.columns()[6].value(row, codes).equals(new Value.Bool(true))));
  }
}
