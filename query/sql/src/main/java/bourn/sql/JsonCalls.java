package bourn.sql;

import bourn.engine.Expression;
import bourn.engine.Function;
import bourn.formats.FormatException;
import bourn.formats.Json;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlJsonEmptyOrError;
import org.apache.calcite.sql.SqlJsonExistsErrorBehavior;
import org.apache.calcite.sql.SqlJsonQueryEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonQueryWrapperBehavior;
import org.apache.calcite.sql.SqlJsonValueEmptyOrErrorBehavior;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The JSON functions of the standard. JSON is text, or a value of any type as it is, such as the
 * value of an event.
 */
final class JsonCalls {

  private static final Value NIL = Value.Nil.NIL;

  private JsonCalls() {}

  /**
   * Returns what {@code call} computes.
   *
   * @param operands of the call, without those that are no values
   */
  static Expression of(RexCall call, List<Expression> operands) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    Function function =
        switch (name) {
          case "JSON_VALUE" -> scalar(call);
          case "JSON_QUERY" -> part(call);
          case "JSON_EXISTS" -> exists(call);
          case "JSON_OBJECT" -> of(name, row -> object(row, keepsNulls(call)));
          case "JSON_TABLE" -> JsonTable.of(call);
          case "JSON_ARRAY" -> of(name, row -> array(row, keepsNulls(call)));
          case "JSON_TYPE" -> new Strict("JSON", row -> json(row[0]));
          case "JSON_LENGTH" -> new Strict(name, JsonCalls::length);
          case "JSON_KEYS" -> new Strict(name, JsonCalls::keys);
          case "JSON_PRETTY" -> new Strict(name, row -> Value.of(Json.print(json(row[0]))));
          default -> test(name);
        };
    return new Expression.Call(function, operands);
  }

  private static Function of(String name, java.util.function.Function<Value[], Value> body) {
    return new Function() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Value apply(Value[] arguments) {
        return body.apply(arguments);
      }
    };
  }

  private static boolean keepsNulls(RexCall call) {
    return flags(call, SqlJsonConstructorNullClause.class)
        .contains(SqlJsonConstructorNullClause.NULL_ON_NULL);
  }

  private static <E extends Enum<E>> List<E> flags(RexCall call, Class<E> type) {
    List<E> flags = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      if (operand instanceof RexLiteral literal
          && literal.getTypeName() == SqlTypeName.SYMBOL
          && type.isInstance(literal.getValue())) {
        flags.add(type.cast(literal.getValue()));
      }
    }
    return flags;
  }

  /** Returns the value that is JSON, or of which {@code value} is the text. */
  private static Value json(Value value) {
    if (!(value instanceof Value.Text(String text))) {
      return value;
    }
    try {
      return Json.read(text);
    } catch (FormatException e) {
      throw SqlErrors.wrong("json", Texts.brief(value) + " is not JSON: " + e.getMessage());
    }
  }

  private static @Nullable List<Value> found(Value[] row) {
    try {
      return JsonPath.of(Texts.text(row[1])).find(json(row[0]));
    } catch (bourn.engine.QueryException e) {
      if (e.code().name().equals("sql/json")) {
        return null;
      }
      throw e;
    }
  }

  private static boolean missing(Value[] row) {
    return row[0] instanceof Value.Nil || row[1] instanceof Value.Nil;
  }

  private static RuntimeException error(String what) {
    return SqlErrors.wrong("json", what);
  }

  /** What is to be given where there is nothing, or where something is wrong. */
  private record Otherwise(SqlJsonValueEmptyOrErrorBehavior behaviour, int argument) {

    Value value(Value[] row, String what) {
      return switch (behaviour) {
        case NULL -> NIL;
        case DEFAULT -> row[argument];
        case ERROR -> throw error(what);
      };
    }
  }

  private static Function scalar(RexCall call) {
    Otherwise empty = otherwise(call, SqlJsonEmptyOrError.EMPTY);
    Otherwise wrong = otherwise(call, SqlJsonEmptyOrError.ERROR);
    RelDataType type = call.getType();
    Casts cast = Casts.of(type, type);
    boolean any = CalciteTypes.type(type) == SqlType.ANY;
    return of(
        "JSON_VALUE",
        row -> {
          if (missing(row)) {
            return NIL;
          }
          List<Value> found = found(row);
          if (found == null) {
            return wrong.value(row, "no JSON: " + Texts.brief(row[0]));
          }
          if (found.isEmpty()) {
            return empty.value(row, "nothing is at " + Texts.text(row[1]));
          }
          Value value = found.getFirst();
          if (found.size() > 1 || value instanceof Value.Items || value instanceof Value.Entries) {
            return wrong.value(row, "no single value is at " + Texts.text(row[1]));
          }
          return any || value instanceof Value.Nil ? value : cast.apply(new Value[] {value});
        });
  }

  private static Otherwise otherwise(RexCall call, SqlJsonEmptyOrError when) {
    Otherwise last = new Otherwise(SqlJsonValueEmptyOrErrorBehavior.NULL, 0);
    int arguments = 0;
    for (RexNode operand : call.getOperands()) {
      Object flag =
          operand instanceof RexLiteral literal && literal.getTypeName() == SqlTypeName.SYMBOL
              ? literal.getValue()
              : null;
      if (flag instanceof SqlJsonValueEmptyOrErrorBehavior behaviour) {
        last = new Otherwise(behaviour, arguments);
      } else if (flag == when) {
        return last;
      } else if (flag == null) {
        arguments++;
      }
    }
    return new Otherwise(SqlJsonValueEmptyOrErrorBehavior.NULL, 0);
  }

  private static Function part(RexCall call) {
    List<SqlJsonQueryWrapperBehavior> wrappers = flags(call, SqlJsonQueryWrapperBehavior.class);
    SqlJsonQueryWrapperBehavior wrapper =
        wrappers.isEmpty() ? SqlJsonQueryWrapperBehavior.WITHOUT_ARRAY : wrappers.getFirst();
    List<SqlJsonQueryEmptyOrErrorBehavior> others =
        flags(call, SqlJsonQueryEmptyOrErrorBehavior.class);
    return of(
        "JSON_QUERY",
        row -> {
          if (missing(row)) {
            return NIL;
          }
          List<Value> found = found(row);
          Value part = found == null ? null : wrapped(found, wrapper);
          return part != null
              ? Value.of(Json.print(part))
              : otherwise(others, found != null && found.isEmpty());
        });
  }

  private static @Nullable Value wrapped(List<Value> found, SqlJsonQueryWrapperBehavior wrapper) {
    boolean whole =
        found.size() == 1
            && (found.getFirst() instanceof Value.Items
                || found.getFirst() instanceof Value.Entries);
    return switch (wrapper) {
      case WITHOUT_ARRAY -> whole ? found.getFirst() : null;
      case WITH_CONDITIONAL_ARRAY ->
          whole ? found.getFirst() : found.isEmpty() ? null : new Value.Items(found);
      case WITH_UNCONDITIONAL_ARRAY -> found.isEmpty() ? null : new Value.Items(found);
    };
  }

  private static Value otherwise(List<SqlJsonQueryEmptyOrErrorBehavior> given, boolean empty) {
    SqlJsonQueryEmptyOrErrorBehavior behaviour =
        given.isEmpty()
            ? SqlJsonQueryEmptyOrErrorBehavior.NULL
            : given.get(empty ? 0 : given.size() - 1);
    return switch (behaviour) {
      case NULL -> NIL;
      case EMPTY_ARRAY -> Value.of("[]");
      case EMPTY_OBJECT -> Value.of("{}");
      case ERROR -> throw error(empty ? "nothing is at the path" : "no JSON is at the path");
    };
  }

  private static Function exists(RexCall call) {
    List<SqlJsonExistsErrorBehavior> given = flags(call, SqlJsonExistsErrorBehavior.class);
    SqlJsonExistsErrorBehavior wrong =
        given.isEmpty() ? SqlJsonExistsErrorBehavior.FALSE : given.getFirst();
    return of(
        "JSON_EXISTS",
        row -> {
          if (missing(row)) {
            return NIL;
          }
          List<Value> found = found(row);
          if (found != null) {
            return Value.of(!found.isEmpty());
          }
          return switch (wrong) {
            case TRUE -> Value.of(true);
            case FALSE -> Value.of(false);
            case UNKNOWN -> NIL;
            case ERROR -> throw error("no JSON: " + Texts.brief(row[0]));
          };
        });
  }

  private static Value object(Value[] row, boolean keepNulls) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    for (int i = 0; i + 1 < row.length; i += 2) {
      if (row[i] instanceof Value.Nil) {
        throw error("a key of JSON_OBJECT is missing");
      }
      if (keepNulls || !(row[i + 1] instanceof Value.Nil)) {
        entries.put(row[i], row[i + 1]);
      }
    }
    return Value.of(Json.print(new Value.Entries(entries)));
  }

  private static Value array(Value[] row, boolean keepNulls) {
    List<Value> items = new ArrayList<>();
    for (Value value : row) {
      if (keepNulls || !(value instanceof Value.Nil)) {
        items.add(value);
      }
    }
    return Value.of(Json.print(new Value.Items(items)));
  }

  /** {@code JSON_ARRAYAGG} of the rows of a group. */
  static Value arrayOf(List<Value[]> rows, boolean keepNulls) {
    return array(rows.stream().map(row -> row[0]).toArray(Value[]::new), keepNulls);
  }

  /** {@code JSON_OBJECTAGG} of the rows of a group; of a key given twice the last one counts. */
  static Value objectOf(List<Value[]> rows, boolean keepNulls) {
    return object(
        rows.stream().flatMap(row -> List.of(row).stream()).toArray(Value[]::new), keepNulls);
  }

  private static Value length(Value[] row) {
    List<Value> found = row.length > 1 ? found(row) : List.of(json(row[0]));
    if (found == null || found.isEmpty()) {
      return NIL;
    }
    return Value.of(
        switch (found.getFirst()) {
          case Value.Items list -> (long) list.items().size();
          case Value.Entries map -> (long) map.entries().size();
          default -> 1L;
        });
  }

  private static Value keys(Value[] row) {
    List<Value> found = row.length > 1 ? found(row) : List.of(json(row[0]));
    return found != null && !found.isEmpty() && found.getFirst() instanceof Value.Entries map
        ? Value.of(Json.print(new Value.Items(List.copyOf(map.entries().keySet()))))
        : NIL;
  }

  private static Function test(String name) {
    boolean not = name.startsWith("IS NOT JSON ");
    String wanted = name.substring(name.lastIndexOf(' ') + 1);
    if (!name.startsWith("IS ")
        || !List.of("VALUE", "OBJECT", "ARRAY", "SCALAR").contains(wanted)) {
      throw SqlErrors.unsupported("the function " + name);
    }
    return new Strict(name, row -> Value.of(is(row[0], wanted) != not));
  }

  private static boolean is(Value value, String wanted) {
    Value json;
    try {
      json = value instanceof Value.Text(String text) ? Json.read(text) : value;
    } catch (FormatException e) {
      return false;
    }
    return switch (wanted) {
      case "OBJECT" -> json instanceof Value.Entries;
      case "ARRAY" -> json instanceof Value.Items;
      case "SCALAR" -> !(json instanceof Value.Entries || json instanceof Value.Items);
      default -> true;
    };
  }
}
