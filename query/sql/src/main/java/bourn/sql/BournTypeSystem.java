package bourn.sql;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/** How types combine: sums do not overflow where their terms do, and averages are not cut. */
final class BournTypeSystem extends RelDataTypeSystemImpl {

  static final BournTypeSystem INSTANCE = new BournTypeSystem();

  private static final int DECIMAL_DIGITS = 38;
  private static final int MICROS = 6;

  private BournTypeSystem() {}

  @Override
  public int getMaxPrecision(SqlTypeName type) {
    return switch (type) {
      case DECIMAL -> DECIMAL_DIGITS;
      case TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> MICROS;
      default -> super.getMaxPrecision(type);
    };
  }

  @Override
  public int getDefaultPrecision(SqlTypeName type) {
    return switch (type) {
      case TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> MICROS;
      default -> super.getDefaultPrecision(type);
    };
  }

  @Override
  public RoundingMode roundingMode() {
    return RoundingMode.HALF_UP;
  }

  @Override
  public int getMaxScale(SqlTypeName type) {
    return type == SqlTypeName.DECIMAL ? DECIMAL_DIGITS : super.getMaxScale(type);
  }

  @Override
  public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
    SqlTypeName sum =
        switch (argument.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER, BIGINT -> SqlTypeName.BIGINT;
          case REAL, FLOAT, DOUBLE -> SqlTypeName.DOUBLE;
          default -> SqlTypeName.ANY;
        };
    if (argument.getSqlTypeName() == SqlTypeName.DECIMAL) {
      return nullable(
          factory,
          argument,
          factory.createSqlType(SqlTypeName.DECIMAL, DECIMAL_DIGITS, argument.getScale()));
    }
    return sum == SqlTypeName.ANY
        ? argument
        : nullable(factory, argument, factory.createSqlType(sum));
  }

  @Override
  public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
    return nullable(factory, argument, factory.createSqlType(SqlTypeName.DOUBLE));
  }

  private static RelDataType nullable(
      RelDataTypeFactory factory, RelDataType argument, RelDataType type) {
    return factory.createTypeWithNullability(type, argument.isNullable());
  }

  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }
}
