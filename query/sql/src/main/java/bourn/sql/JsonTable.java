package bourn.sql;

import bourn.engine.Function;
import bourn.engine.QueryException;
import bourn.formats.FormatException;
import bourn.formats.Json;
import bourn.kernel.Value;
import bourn.sql.JsonColumns.Item;
import bourn.sql.JsonColumns.Otherwise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlTypeName;

/** {@code JSON_TABLE}: the rows that columns make of what is at a path, as a list of lists. */
final class JsonTable implements Function {

  private static final int MOST_ROWS = 1_000_000;
  private static final Value NIL = Value.Nil.NIL;

  private final JsonColumns.Table table;
  private final List<Casts> casts = new ArrayList<>();

  private JsonTable(JsonColumns.Table table, RelDataType row) {
    this.table = table;
    row.getFieldList().stream()
        .map(RelDataTypeField::getType)
        .forEach(type -> casts.add(Casts.of(type, type)));
  }

  /** Returns what {@code call} computes of JSON and a path. */
  static JsonTable of(RexCall call) {
    String columns =
        String.valueOf(((RexLiteral) call.getOperands().get(2)).getValueAs(String.class));
    RelDataType row = Objects.requireNonNull(call.getType().getComponentType());
    return new JsonTable(JsonColumns.of(columns), row);
  }

  /** Returns the type of what a call gives: a list of rows. */
  static RelDataType type(SqlOperatorBinding call) {
    RelDataTypeFactory factory = call.getTypeFactory();
    RelDataTypeFactory.Builder row = factory.builder();
    String columns = String.valueOf(call.getOperandLiteralValue(2, String.class));
    JsonColumns.of(columns).columns().declare(factory, row);
    return factory.createArrayType(row.uniquify().build(), -1);
  }

  @Override
  public String name() {
    return "JSON_TABLE";
  }

  @Override
  public Value apply(Value[] arguments) {
    if (arguments[0] instanceof Value.Nil || arguments[1] instanceof Value.Nil) {
      return new Value.Items(List.of());
    }
    Value json;
    try {
      json = arguments[0] instanceof Value.Text(String text) ? Json.read(text) : arguments[0];
    } catch (FormatException e) {
      if (table.strict()) {
        throw SqlErrors.wrong(
            "json", Texts.brief(arguments[0]) + " is not JSON: " + e.getMessage());
      }
      return new Value.Items(List.of());
    }
    List<Value> found = JsonPath.of(Texts.text(arguments[1])).find(json);
    List<Value> rows = new ArrayList<>();
    for (Value[] row : new Rows().of(table.columns(), found, 0)) {
      rows.add(new Value.Items(List.of(row)));
    }
    return new Value.Items(rows);
  }

  /** The rows of one call. */
  private final class Rows {

    private int made;

    /** Returns the rows of {@code found}, whose columns begin with {@code first} of all. */
    List<Value[]> of(JsonColumns columns, List<Value> found, int first) {
      List<Value[]> rows = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        Value[] row = row(columns, found.get(i), i + 1L, first);
        List<Value[]> deeper = deeper(columns, found.get(i), row, first);
        if (deeper.isEmpty()) {
          deeper.add(row);
        }
        check(deeper.size());
        rows.addAll(deeper);
      }
      return rows;
    }

    private Value[] row(JsonColumns columns, Value from, long number, int first) {
      Value[] row = new Value[columns.width()];
      Arrays.fill(row, NIL);
      int at = 0;
      for (Item item : columns.items()) {
        row[at] = value(item, from, number, first + at);
        at += width(item);
      }
      return row;
    }

    /** Returns {@code row} with the columns of each row that lies deeper, one path at a time. */
    private List<Value[]> deeper(JsonColumns columns, Value from, Value[] row, int first) {
      List<Value[]> rows = new ArrayList<>();
      int at = 0;
      for (Item item : columns.items()) {
        if (item instanceof Item.Nested(JsonPath path, JsonColumns inner)) {
          for (Value[] part : of(inner, path.find(from), first + at)) {
            Value[] both = row.clone();
            System.arraycopy(part, 0, both, at, part.length);
            rows.add(both);
          }
        }
        at += width(item);
      }
      return rows;
    }

    private static int width(Item item) {
      return item instanceof Item.Nested nested ? nested.columns().width() : 1;
    }

    private void check(int more) {
      made += more;
      if (made > MOST_ROWS) {
        throw SqlErrors.wrong(
            "json", "JSON_TABLE gives more than " + MOST_ROWS + " rows of one value");
      }
    }
  }

  private Value value(Item item, Value from, long number, int column) {
    return switch (item) {
      case Item.Ordinality any -> Value.of(number);
      case Item.Exists exists ->
          casts.get(column).apply(new Value[] {Value.of(!exists.path().find(from).isEmpty())});
      case Item.Held held -> held(held, from, column);
      case Item.Nested nested -> NIL;
    };
  }

  private Value held(Item.Held held, Value from, int column) {
    List<Value> found = held.path().find(from);
    if (found.isEmpty()) {
      return otherwise(held.empty(), column, "nothing is there for the column " + held.name());
    }
    Value value = found.getFirst();
    boolean whole = value instanceof Value.Items || value instanceof Value.Entries;
    if (found.size() > 1 || (whole && !held.json())) {
      return otherwise(held.error(), column, "no single value is there for " + held.name());
    }
    if (held.json()) {
      return casts.get(column).target() == SqlTypeName.ANY ? value : Value.of(Json.print(value));
    }
    try {
      return casts.get(column).apply(new Value[] {value});
    } catch (QueryException e) {
      return otherwise(held.error(), column, e.getMessage() + ", for the column " + held.name());
    }
  }

  private Value otherwise(Otherwise otherwise, int column, String what) {
    Value value = otherwise.value();
    if (value == null) {
      throw SqlErrors.wrong("json", what);
    }
    return casts.get(column).target() == SqlTypeName.ANY
        ? value
        : casts.get(column).apply(new Value[] {value});
  }
}
