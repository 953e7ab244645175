package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.Function;
import bourn.kernel.Value;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/** Whether a value is one of several: {@code IN} with a list. */
record OneOf(Set<Value> values) implements Function {

  /** Returns the list that {@code node} asks for, or null if it is no {@code IN} with a list. */
  static @Nullable OneOf of(RexNode node, RexBuilder builder) {
    if (!(node instanceof RexCall call)
        || call.getKind() != SqlKind.SEARCH
        || !(call.getOperands().get(1) instanceof RexLiteral literal)
        || !(literal.getValue() instanceof Sarg<?> list)
        || !list.isPoints()
        || list.nullAs != RexUnknownAs.UNKNOWN
        || !identified(call.getOperands().getFirst().getType(), literal.getType())) {
      return null;
    }
    Set<Value> values = new LinkedHashSet<>();
    list.rangeSet
        .asRanges()
        .forEach(
            range ->
                values.add(
                    Literals.value(
                        (RexLiteral)
                            builder.makeLiteral(
                                range.lowerEndpoint(), literal.getType(), true, true))));
    return new OneOf(values);
  }

  /** Whether equal values are the same one. */
  private static boolean identified(RelDataType one, RelDataType other) {
    SqlType type = CalciteTypes.type(one);
    return (type == SqlType.VARCHAR && CalciteTypes.type(other) == SqlType.VARCHAR)
        || (CalciteTypes.isWhole(one) && CalciteTypes.isWhole(other));
  }

  @Override
  public String name() {
    return "IN";
  }

  @Override
  public Value apply(Value[] arguments) {
    return arguments[0] instanceof Value.Nil
        ? arguments[0]
        : Value.of(values.contains(arguments[0]));
  }

  /** Words are the same where values are. */
  @Override
  public Column apply(Column[] arguments, int count, Codes codes) {
    Column column = arguments[0];
    long[] words = column.words();
    int start = column.start();
    long[] out = new long[count];
    for (Value value : values) {
      long wanted = codes.word(value);
      for (int i = 0; i < count; i++) {
        out[i] |= words[start + i] == wanted ? 1 : 0;
      }
    }
    byte[] kinds = column.kinds();
    if (kinds == null) {
      return column.kind() == Kind.NULL ? column : Column.of(Kind.BOOL, out);
    }
    byte[] present = new byte[count];
    for (int i = 0; i < count; i++) {
      boolean missing = kinds[start + i] == Kind.NULL.tag();
      present[i] = missing ? Kind.NULL.tag() : Kind.BOOL.tag();
      out[i] = missing ? 0 : out[i];
    }
    return Column.mixed(present, out, 0);
  }
}
