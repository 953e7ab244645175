package bourn.engine;

import bourn.kernel.Value;
import java.util.List;

/** What is computed from one row. */
public sealed interface Expression {

  /** The value of column {@code index} of the row. */
  record Input(int index) implements Expression {}

  /** Always {@code value}. */
  record Constant(Value value) implements Expression {}

  /** A function of other expressions. */
  record Call(Function function, List<Expression> arguments) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }
}
