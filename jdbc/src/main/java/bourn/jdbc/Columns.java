package bourn.jdbc;

import bourn.sql.SqlColumn;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;

/** Describes columns to Avatica. */
final class Columns {

  private Columns() {}

  static List<ColumnMetaData> described(List<SqlColumn> columns) {
    List<ColumnMetaData> described = new ArrayList<>();
    for (SqlColumn column : columns) {
      described.add(described(column, described.size()));
    }
    return described;
  }

  private static ColumnMetaData described(SqlColumn column, int ordinal) {
    JdbcType type = JdbcType.of(column.type());
    return new ColumnMetaData(
        ordinal,
        false,
        column.type() == bourn.sql.SqlType.VARCHAR,
        true,
        false,
        nullable(column),
        type.isSigned(),
        type.width(),
        column.name(),
        column.name(),
        "",
        type.precision(),
        type.scale(),
        "",
        "",
        ColumnMetaData.scalar(type.code(), type.name(), Rep.OBJECT),
        true,
        false,
        false,
        type.javaClass().getName());
  }

  static int nullable(SqlColumn column) {
    return column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls;
  }
}
