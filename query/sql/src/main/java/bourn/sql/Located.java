package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.engine.Function;
import bourn.engine.QueryException;
import bourn.kernel.Value;

/** A function that says, when it fails, where it stands in its statement. */
record Located(Function function, Statement statement, int position) implements Function {

  @Override
  public String name() {
    return function.name();
  }

  @Override
  public Value apply(Value[] arguments) {
    try {
      return function.apply(arguments);
    } catch (QueryException e) {
      throw located(e);
    }
  }

  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    try {
      return function.apply(arguments, count, codes);
    } catch (QueryException e) {
      throw located(e);
    }
  }

  private QueryException located(QueryException e) {
    return e.position() >= 0
        ? e
        : new QueryException(
            e.code(), String.valueOf(e.getMessage()), statement.sql(), position, e.hint());
  }
}
