package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.engine.Source;
import bourn.index.Database;
import bourn.kernel.Value;
import java.util.List;

/** An attribute of which an entity has several values: a row a value. */
record ListTable(Database database, String name, Attribute attribute) implements SqlTable {

  @Override
  public List<SqlColumn> columns() {
    return List.of(
        SqlColumn.of("id", SqlType.BIGINT),
        SqlColumn.of("value", AttributeColumn.type(database, attribute)));
  }

  @Override
  public SqlTable asOf(AsOf point) {
    return DatomSchema.past(database, name, point);
  }

  @Override
  public Table rows() {
    return new Rows(this);
  }

  private record Rows(ListTable table) implements Table {

    @Override
    public List<String> columns() {
      return List.of("id", "value");
    }

    @Override
    public void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
      table.database.observe();
      AttributeColumn facts = AttributeColumn.of(table.database, table.attribute, List.of(), codes);
      RowBatches batches = new RowBatches(columns.length, codes, sink);
      for (int i = 0; i < facts.size(); i++) {
        Value entity = Value.of(facts.entity(i));
        Value value = codes.value(Kind.of(facts.kind(i)), facts.word(i));
        if (restrictions.stream().allMatch(r -> r.admits(r.column() == 0 ? entity : value))) {
          for (int c = 0; c < columns.length; c++) {
            batches.set(c, columns[c] == 0 ? entity : value);
          }
          if (!batches.next()) {
            return;
          }
        }
      }
      batches.finish();
      facts.release();
    }

    @Override
    public long estimate(List<Restriction> restrictions) {
      return table
          .database
          .datoms()
          .estimate(List.of(Restriction.equal(Source.ATTRIBUTE, Value.of(table.attribute.id()))));
    }
  }
}
