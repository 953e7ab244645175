package bourn.engine;

import bourn.kernel.Value;

/** A function made of a lambda. */
record TestFunction(String name, Body body) implements Function {

  interface Body {
    Value apply(Value[] arguments);
  }

  /** Whether the first argument comes before the second; missing if one of them is. */
  static final Function BEFORE =
      new TestFunction(
          "before",
          arguments ->
              arguments[0].equals(Value.Nil.NIL) || arguments[1].equals(Value.Nil.NIL)
                  ? Value.Nil.NIL
                  : Value.of(arguments[0].compareTo(arguments[1]) < 0));

  @Override
  public Value apply(Value[] arguments) {
    return body.apply(arguments);
  }
}
