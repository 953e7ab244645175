package bourn.sql;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;

/** Our types and Calcite's. */
final class CalciteTypes {

  private CalciteTypes() {}

  static RelDataType row(List<SqlColumn> columns, RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder row = factory.builder();
    for (SqlColumn column : columns) {
      RelDataType type = type(column.type(), factory);
      row.add(column.name(), factory.createTypeWithNullability(type, column.nullable()));
    }
    return row.build();
  }

  private static RelDataType type(SqlType type, RelDataTypeFactory factory) {
    return switch (type) {
      case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
      case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
      case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
      case INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
      case BIGINT, INTERVAL -> factory.createSqlType(SqlTypeName.BIGINT);
      case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, 38, 10);
      case REAL -> factory.createSqlType(SqlTypeName.REAL);
      case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
      case VARCHAR -> factory.createSqlType(SqlTypeName.VARCHAR);
      case VARBINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
      case DATE -> factory.createSqlType(SqlTypeName.DATE);
      case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, 6);
      case UUID -> factory.createSqlType(SqlTypeName.UUID);
      case ANY -> factory.createSqlType(SqlTypeName.ANY);
    };
  }

  static SqlType type(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> SqlType.BOOLEAN;
      case TINYINT -> SqlType.TINYINT;
      case SMALLINT -> SqlType.SMALLINT;
      case INTEGER -> SqlType.INTEGER;
      case BIGINT -> SqlType.BIGINT;
      case DECIMAL -> SqlType.DECIMAL;
      case REAL -> SqlType.REAL;
      case FLOAT, DOUBLE -> SqlType.DOUBLE;
      case CHAR, VARCHAR -> SqlType.VARCHAR;
      case BINARY, VARBINARY -> SqlType.VARBINARY;
      case DATE -> SqlType.DATE;
      case TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> SqlType.TIMESTAMP;
      case UUID -> SqlType.UUID;
      default -> isInterval(type) ? SqlType.INTERVAL : SqlType.ANY;
    };
  }

  static boolean isInterval(RelDataType type) {
    return type.getFamily() == SqlTypeFamily.INTERVAL_DAY_TIME
        || type.getFamily() == SqlTypeFamily.INTERVAL_YEAR_MONTH;
  }

  /** Returns whether equal values of both types always have equal words. */
  static boolean sameWords(RelDataType left, RelDataType right) {
    SqlType one = type(left);
    return (isWhole(left) && isWhole(right))
        || (isReal(left) && isReal(right))
        || (one != SqlType.ANY && one == type(right));
  }

  static boolean isWhole(RelDataType type) {
    return SqlTypeName.INT_TYPES.contains(type.getSqlTypeName());
  }

  static boolean isReal(RelDataType type) {
    return SqlTypeName.APPROX_TYPES.contains(type.getSqlTypeName());
  }

  static boolean isDecimal(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL;
  }
}
