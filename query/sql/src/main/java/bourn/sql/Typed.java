package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.Function;
import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;

/** What Datalog found, as a column of a type holds it: names are strings in SQL. */
record Typed(SqlType type) implements Function {

  @Override
  public String name() {
    return "AS " + type;
  }

  @Override
  public Value apply(Value[] arguments) {
    Value value = arguments[0];
    return switch (type) {
      case VARCHAR ->
          value instanceof Keyword || value instanceof Symbol ? Value.of(value.toString()) : value;
      case DOUBLE -> value instanceof Value.Nil ? value : Value.of(Numbers.real(value));
      case BIGINT -> whole(value);
      default -> value;
    };
  }

  private static Value whole(Value value) {
    if (value instanceof Value.Int || value instanceof Value.Nil) {
      return value;
    }
    try {
      return Value.of(Numbers.decimal(value).longValueExact());
    } catch (ArithmeticException e) {
      throw SqlErrors.wrong("overflow", Texts.brief(value) + " does not fit BIGINT");
    }
  }

  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    Kind kind = arguments[0].uniform() ? arguments[0].kind() : Kind.NULL;
    boolean same =
        switch (type) {
          case DOUBLE -> kind == Kind.REAL;
          case BIGINT -> kind == Kind.INT;
          case VARCHAR -> false;
          default -> true;
        };
    return same ? arguments[0] : Function.super.apply(arguments, count, codes);
  }
}
