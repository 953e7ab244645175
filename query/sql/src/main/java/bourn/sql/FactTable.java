package bourn.sql;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.engine.Source;
import bourn.index.Database;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All facts of a datom stream; attributes are the names they have. */
record FactTable(Database database) implements SqlTable {

  private static final List<SqlColumn> COLUMNS =
      List.of(
          SqlColumn.of("e", SqlType.BIGINT),
          SqlColumn.of("a", SqlType.VARCHAR),
          SqlColumn.of("v", SqlType.ANY),
          SqlColumn.of("tx", SqlType.BIGINT),
          SqlColumn.of("added", SqlType.BOOLEAN));

  @Override
  public List<SqlColumn> columns() {
    return COLUMNS;
  }

  @Override
  public SqlTable asOf(AsOf point) {
    return DatomSchema.past(database, "datoms", point);
  }

  @Override
  public Table rows() {
    return new Facts(database);
  }

  private record Facts(Database database) implements Table {

    @Override
    public List<String> columns() {
      return COLUMNS.stream().map(SqlColumn::name).toList();
    }

    @Override
    public void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
      database.observe();
      List<Restriction> below = new ArrayList<>();
      for (Restriction restriction : restrictions) {
        if (restriction.column() != Source.ATTRIBUTE) {
          below.add(restriction);
        }
      }
      Map<Long, Long> names = new HashMap<>();
      for (Attribute attribute : attributes(restrictions)) {
        names.put(attribute.id(), (long) codes.code(Value.of(attribute.ident().toString())));
      }
      Value only = only(restrictions);
      if (only != null) {
        below.add(Restriction.equal(Source.ATTRIBUTE, only));
      } else if (names.isEmpty()) {
        return;
      }
      database
          .datoms()
          .scan(withAttribute(columns), below, codes, batch -> pass(batch, columns, names, sink));
    }

    private List<Attribute> attributes(List<Restriction> restrictions) {
      return database.attributes().stream()
          .filter(
              attribute ->
                  restrictions.stream()
                      .filter(restriction -> restriction.column() == Source.ATTRIBUTE)
                      .allMatch(r -> r.admits(Value.of(attribute.ident().toString()))))
          .toList();
    }

    /** Returns the one attribute asked for, or null. */
    private @Nullable Value only(List<Restriction> restrictions) {
      for (Restriction restriction : restrictions) {
        if (restriction.column() == Source.ATTRIBUTE
            && restriction.only() instanceof Value.Text(String name)
            && name.length() > 1
            && name.startsWith(":")) {
          Attribute attribute = database.attribute(Keyword.of(name.substring(1)));
          return attribute == null ? null : Value.of(attribute.id());
        }
      }
      return null;
    }

    private static int[] withAttribute(int[] columns) {
      int[] all = Arrays.copyOf(columns, columns.length + 1);
      all[columns.length] = Source.ATTRIBUTE;
      return all;
    }

    private static boolean pass(Batch batch, int[] columns, Map<Long, Long> names, Sink sink) {
      Column attribute = batch.columns()[columns.length];
      int[] rows = new int[batch.count()];
      long[] named = new long[Batch.MOST_ROWS];
      int count = 0;
      for (int i = 0; i < batch.count(); i++) {
        int row = batch.row(i);
        Long name = names.get(attribute.word(row));
        if (name != null) {
          rows[count++] = row;
          named[row] = name;
        }
      }
      Column[] out = new Column[columns.length];
      for (int c = 0; c < out.length; c++) {
        out[c] = columns[c] == Source.ATTRIBUTE ? Column.of(Kind.CODE, named) : batch.columns()[c];
      }
      return count == 0 || sink.accept(new Batch(out, count, rows));
    }

    @Override
    public long estimate(List<Restriction> restrictions) {
      Value only = only(restrictions);
      return database
          .datoms()
          .estimate(only == null ? List.of() : List.of(Restriction.equal(Source.ATTRIBUTE, only)));
    }
  }
}
