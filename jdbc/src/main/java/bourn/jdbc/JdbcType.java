package bourn.jdbc;

import bourn.sql.SqlType;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.UUID;

/**
 * A type of ours as JDBC describes types.
 *
 * @param code of {@link Types}
 * @param precision in digits, characters or bytes; 0 if there is no limit
 * @param scale digits after the point
 * @param javaClass of what {@code getObject} returns
 */
record JdbcType(String name, int code, int precision, int scale, Class<?> javaClass) {

  private static final int DECIMAL_DIGITS = 38;
  private static final int DECIMAL_SCALE = 10;
  private static final int WIDEST = 40;

  static JdbcType of(SqlType type) {
    return switch (type) {
      case BOOLEAN -> of(type, Types.BOOLEAN, 1, Boolean.class);
      case TINYINT -> of(type, Types.TINYINT, 3, Integer.class);
      case SMALLINT -> of(type, Types.SMALLINT, 5, Integer.class);
      case INTEGER -> of(type, Types.INTEGER, 10, Integer.class);
      case BIGINT, INTERVAL -> of(type, Types.BIGINT, 19, Long.class);
      case DECIMAL ->
          new JdbcType(type.name(), Types.DECIMAL, DECIMAL_DIGITS, DECIMAL_SCALE, BigDecimal.class);
      case REAL -> of(type, Types.REAL, 7, Float.class);
      case DOUBLE -> of(type, Types.DOUBLE, 15, Double.class);
      case VARCHAR -> of(type, Types.VARCHAR, 0, String.class);
      case VARBINARY -> of(type, Types.VARBINARY, 0, byte[].class);
      case DATE -> of(type, Types.DATE, 10, java.sql.Date.class);
      case TIMESTAMP -> new JdbcType(type.name(), Types.TIMESTAMP, 26, 6, Timestamp.class);
      case UUID -> of(type, Types.OTHER, 36, UUID.class);
      case ANY -> of(type, Types.OTHER, 0, Object.class);
    };
  }

  private static JdbcType of(SqlType type, int code, int precision, Class<?> javaClass) {
    return new JdbcType(type.name(), code, precision, 0, javaClass);
  }

  boolean isSigned() {
    return isNumber();
  }

  boolean isNumber() {
    return Number.class.isAssignableFrom(javaClass);
  }

  /** Returns how many characters a value takes to show, at the most that is usual. */
  int width() {
    return precision == 0 ? WIDEST : precision + (isNumber() ? 2 : 0);
  }
}
