package bourn.sql;

import bourn.engine.Expression;
import bourn.engine.Function;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Makes expressions of Calcite's. */
final class RexCompiler {

  private static final int MOST_DEPTH = 300;

  private final RexBuilder builder;
  private final Statement statement;
  private int depth;

  private RexCompiler(RexBuilder builder, Statement statement) {
    this.builder = builder;
    this.statement = statement;
  }

  /** Returns {@code expression} of {@code rel}. */
  static Expression of(RelNode rel, RexNode expression) {
    return new RexCompiler(rel.getCluster().getRexBuilder(), Statement.of(rel)).compile(expression);
  }

  private Expression compile(RexNode node) {
    return switch (node) {
      case RexInputRef ref -> new Expression.Input(ref.getIndex());
      case RexLiteral literal -> new Expression.Constant(Literals.value(literal));
      case RexOver over -> throw SqlErrors.unsupported("a window function (OVER)");
      case RexSubQuery query -> throw SqlErrors.unsupported("a sub-query in this place");
      case RexCall call -> nested(call);
      case RexFieldAccess access ->
          new Expression.Call(
              Items.column(access.getField().getIndex()),
              List.of(compile(access.getReferenceExpr())));
      case RexCorrelVariable variable -> throw SqlErrors.unsupported("a correlated sub-query here");
      default -> throw SqlErrors.unsupported(node.toString());
    };
  }

  private Expression nested(RexCall call) {
    if (++depth > MOST_DEPTH) {
      throw SqlErrors.wrong(
          "too-deep",
          "an expression nests at most "
              + MOST_DEPTH
              + " deep, and has as many terms in a row at most");
    }
    Expression compiled = call(call);
    depth--;
    return compiled instanceof Expression.Call(Function function, List<Expression> arguments)
            && Failing.canFailItself(call)
        ? new Expression.Call(statement.located(function, call.getParserPosition()), arguments)
        : compiled;
  }

  private Expression call(RexCall call) {
    return switch (call.getKind()) {
      case SEARCH -> search(call);
      case AND, OR -> logic(call);
      case NOT -> of(Logic.NOT, call);
      case IS_NULL -> of(Tests.IS_NULL, call);
      case IS_NOT_NULL -> of(Tests.IS_NOT_NULL, call);
      case IS_TRUE -> of(Tests.IS_TRUE, call);
      case IS_NOT_TRUE -> of(Tests.IS_NOT_TRUE, call);
      case IS_FALSE -> of(Tests.IS_FALSE, call);
      case IS_NOT_FALSE -> of(Tests.IS_NOT_FALSE, call);
      case IS_DISTINCT_FROM -> of(Tests.IS_DISTINCT, call);
      case IS_NOT_DISTINCT_FROM -> of(Tests.IS_NOT_DISTINCT, call);
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(call);
      case PLUS, MINUS, TIMES, DIVIDE, MOD -> arithmetic(call);
      case PLUS_PREFIX -> compile(call.getOperands().getFirst());
      case MINUS_PREFIX -> negation(call);
      case CAST, SAFE_CAST, REINTERPRET -> cast(call);
      case CASE -> conditional(call);
      case COALESCE -> of(Conditional.COALESCE, call);
      case LIKE -> like(call);
      case EXTRACT -> unit(call, 0, 1, Extract::new);
      case FLOOR, CEIL ->
          call.getOperands().size() == 2
              ? unit(call, 1, 0, unit -> new TimeFloor(unit, call.getKind() == SqlKind.CEIL))
              : named(call);
      case TRIM -> trim(call);
      case ITEM -> of(Items.ITEM, call);
      case ARRAY_VALUE_CONSTRUCTOR, ROW -> of(Items.LIST, call);
      case MAP_VALUE_CONSTRUCTOR -> of(Items.MAP, call);
      default -> named(call);
    };
  }

  private Expression search(RexCall call) {
    OneOf list = OneOf.of(call, builder);
    return list == null
        ? compile(RexUtil.expandSearch(builder, null, call))
        : new Expression.Call(list, List.of(compile(call.getOperands().getFirst())));
  }

  private Expression like(RexCall call) {
    List<Expression> operands = operands(call);
    String name = call.getOperator().getName();
    boolean simple = operands.size() == 2 && !name.contains("ILIKE");
    Wildcards known =
        simple && operands.get(1) instanceof Expression.Constant(Value.Text(String pattern))
            ? Wildcards.of(pattern)
            : null;
    return new Expression.Call(new Like(name, known), operands);
  }

  private List<Expression> operands(RexCall call) {
    return operands(call.getOperands());
  }

  private List<Expression> operands(List<RexNode> operands) {
    return operands.stream().map(this::compile).toList();
  }

  private static List<RexNode> withoutFlags(RexCall call) {
    return call.getOperands().stream()
        .filter(operand -> operand.getType().getSqlTypeName() != SqlTypeName.SYMBOL)
        .toList();
  }

  private Expression of(Function function, RexCall call) {
    return new Expression.Call(function, operands(call));
  }

  private Expression named(RexCall call) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (name.startsWith("JSON_") || name.contains(" JSON ")) {
      return JsonCalls.of(call, operands(withoutFlags(call)));
    }
    switch (name) {
      case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP" -> {
        return new Expression.Constant(statement.now());
      }
      case "CURRENT_DATE" -> {
        long day = Math.floorDiv(statement.now().epochMicros(), Times.MICROS_A_DAY);
        return new Expression.Constant(new Value.Time(day * Times.MICROS_A_DAY));
      }
      case BlobFunction.NAME -> {
        return of(new BlobFunction(statement.catalog()), call);
      }
      default -> {
        // All others are functions of their arguments.
      }
    }
    Function function = Quantified.find(call);
    if (function != null) {
      return of(function, call);
    }
    function = Registry.find(name, call.getType());
    if (function == null) {
      throw SqlErrors.unsupported("the function " + name);
    }
    return of(function, call);
  }

  /** An operand that can fail looks only at rows that those before it do not decide. */
  private Expression logic(RexCall call) {
    Expression eager = of(call.getKind() == SqlKind.AND ? Logic.AND : Logic.OR, call);
    return Failing.canFail(call) ? Lazy.of(eager) : eager;
  }

  private Expression conditional(RexCall call) {
    Expression eager = of(Conditional.CASE, call);
    return call.getOperands().stream().anyMatch(Failing::canFail) ? Lazy.of(eager) : eager;
  }

  private Expression comparison(RexCall call) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    boolean toReal =
        CalciteTypes.isReal(left.getType()) != CalciteTypes.isReal(right.getType())
            && isNumber(left.getType())
            && isNumber(right.getType());
    return new Expression.Call(
        Comparison.of(call.getKind()), toReal ? List.of(real(left), real(right)) : operands(call));
  }

  private static boolean isNumber(RelDataType type) {
    return CalciteTypes.isWhole(type) || CalciteTypes.isReal(type) || CalciteTypes.isDecimal(type);
  }

  private Expression real(RexNode node) {
    return to(node, builder.getTypeFactory().createSqlType(SqlTypeName.DOUBLE));
  }

  private Expression to(RexNode node, RelDataType type) {
    return cast(compile(node), node.getType(), type, SqlParserPos.ZERO);
  }

  private Expression arithmetic(RexCall call) {
    RelDataType type = call.getType();
    if (SqlTypeName.DATETIME_TYPES.contains(type.getSqlTypeName())) {
      return of(TimeShift.of(call), call);
    }
    if (CalciteTypes.isInterval(type)) {
      return of(Registry.interval(call), call);
    }
    List<Expression> operands =
        isNumber(type)
            ? call.getOperands().stream().map(operand -> operandOf(operand, type)).toList()
            : operands(call);
    return new Expression.Call(Arithmetic.of(call.getKind(), type), operands);
  }

  private Expression operandOf(RexNode operand, RelDataType type) {
    if (CalciteTypes.isReal(type)) {
      return real(operand);
    }
    if (CalciteTypes.isDecimal(type) && CalciteTypes.isWhole(operand.getType())) {
      return new Expression.Call(Casts.EXACT, List.of(compile(operand)));
    }
    return compile(operand);
  }

  private Expression negation(RexCall call) {
    RelDataType type = call.getType();
    Value zero =
        CalciteTypes.isReal(type)
            ? Value.of(0.0)
            : CalciteTypes.isDecimal(type)
                ? Value.of((Object) java.math.BigDecimal.ZERO)
                : Value.of(0);
    return new Expression.Call(
        Arithmetic.of(SqlKind.MINUS, type),
        List.of(new Expression.Constant(zero), compile(call.getOperands().getFirst())));
  }

  private Expression cast(RexCall call) {
    RexNode operand = call.getOperands().getFirst();
    return cast(compile(operand), operand.getType(), call.getType(), call.getParserPosition());
  }

  private Expression cast(
      Expression operand, RelDataType from, RelDataType to, SqlParserPos place) {
    if (Casts.keepsWords(from, to)) {
      return operand;
    }
    Function cast = statement.located(Casts.of(from, to), place);
    return operand instanceof Expression.Constant(Value value)
        ? new Expression.Constant(cast.apply(new Value[] {value}))
        : new Expression.Call(cast, List.of(operand));
  }

  private Expression unit(
      RexCall call,
      int unit,
      int operand,
      java.util.function.Function<TimeUnitRange, Function> function) {
    TimeUnitRange range =
        Literals.as((RexLiteral) call.getOperands().get(unit), TimeUnitRange.class);
    return new Expression.Call(
        function.apply(range), List.of(compile(call.getOperands().get(operand))));
  }

  private Expression trim(RexCall call) {
    SqlTrimFunction.Flag flag =
        Literals.as((RexLiteral) call.getOperands().get(0), SqlTrimFunction.Flag.class);
    List<Expression> operands = new ArrayList<>();
    operands.add(compile(call.getOperands().get(1)));
    operands.add(compile(call.getOperands().get(2)));
    return new Expression.Call(
        Texts.trim(flag != SqlTrimFunction.Flag.TRAILING, flag != SqlTrimFunction.Flag.LEADING),
        operands);
  }
}
