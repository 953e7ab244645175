package bourn.engine;

import bourn.kernel.Keyword;
import bourn.kernel.Reference;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.Map;

/** Functions that tell something of one value. */
final class Predicates {

  private Predicates() {}

  static void addTo(Map<String, Function> all) {
    types(all);
    ScalarFunction.test(all, "nil?", v -> v instanceof Value.Nil);
    ScalarFunction.test(all, "some?", v -> !(v instanceof Value.Nil));
    ScalarFunction.test(all, "true?", v -> v.equals(Value.of(true)));
    ScalarFunction.test(all, "false?", v -> v.equals(Value.of(false)));
    ScalarFunction.test(all, "boolean", Logic::truthy);
    ScalarFunction.strict(all, "zero?", v -> Value.of(sign("zero?", v) == 0));
    ScalarFunction.strict(all, "pos?", v -> Value.of(sign("pos?", v) > 0));
    ScalarFunction.strict(all, "neg?", v -> Value.of(sign("neg?", v) < 0));
    ScalarFunction.strict(all, "even?", v -> Value.of(!odd("even?", v)));
    ScalarFunction.strict(all, "odd?", v -> Value.of(odd("odd?", v)));
    ScalarFunction.strict(
        all, "NaN?", v -> Value.of(v instanceof Value.Real(double r) && Double.isNaN(r)));
  }

  private static void types(Map<String, Function> all) {
    ScalarFunction.test(all, "number?", NumericOrder::isNumber);
    ScalarFunction.test(all, "int?", v -> v instanceof Value.Int);
    ScalarFunction.test(all, "integer?", v -> v instanceof Value.Int || v instanceof Value.BigInt);
    ScalarFunction.test(all, "float?", v -> v instanceof Value.Real);
    ScalarFunction.test(all, "double?", v -> v instanceof Value.Real);
    ScalarFunction.test(all, "decimal?", v -> v instanceof Value.Decimal);
    ScalarFunction.test(all, "string?", v -> v instanceof Value.Text);
    ScalarFunction.test(all, "keyword?", v -> v instanceof Keyword);
    ScalarFunction.test(all, "symbol?", v -> v instanceof Symbol);
    ScalarFunction.test(all, "boolean?", v -> v instanceof Value.Bool);
    ScalarFunction.test(all, "inst?", v -> v instanceof Value.Time);
    ScalarFunction.test(all, "uuid?", v -> v instanceof Value.Uuid);
    ScalarFunction.test(all, "bytes?", v -> v instanceof Value.Bytes);
    ScalarFunction.test(all, "ref?", v -> v instanceof Reference);
    ScalarFunction.test(all, "vector?", v -> v instanceof Value.Items);
    ScalarFunction.test(all, "sequential?", v -> v instanceof Value.Items);
    ScalarFunction.test(all, "map?", v -> v instanceof Value.Entries);
    ScalarFunction.test(all, "set?", v -> v instanceof Value.Members);
    ScalarFunction.test(
        all,
        "coll?",
        v -> v instanceof Value.Items || v instanceof Value.Entries || v instanceof Value.Members);
  }

  private static int sign(String name, Value value) {
    ExactNumbers.require(name, value);
    return NumericOrder.compare(value, Value.of(0L));
  }

  private static boolean odd(String name, Value value) {
    return switch (value) {
      case Value.Int(long number) -> (number & 1) != 0;
      case Value.BigInt number -> number.value().testBit(0);
      default -> throw Functions.wrongType(name, "an integer", value);
    };
  }
}
