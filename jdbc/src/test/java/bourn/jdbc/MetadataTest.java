package bourn.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.Bourn;
import bourn.sql.StreamCatalog;
import bourn.sql.Views;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store says of itself. */
final class MetadataTest {

  private final Shop shop;
  private final DatabaseMetaData metaData;

  MetadataTest() throws SQLException {
    shop = new Shop();
    metaData = shop.connection.getMetaData();
  }

  @AfterEach
  void close() throws SQLException {
    shop.close();
  }

  /** Any question can be asked, about everything, about nothing and about one table. */
  @Test
  void nothingThrows() throws Exception {
    List<String> failed = new ArrayList<>();
    for (Method method : DatabaseMetaData.class.getMethods()) {
      if (!List.of("unwrap", "isWrapperFor").contains(method.getName())) {
        for (String text : new String[] {"%", null, "", "orders"}) {
          call(method, text, failed);
        }
      }
    }
    assertThat(failed).isEmpty();
  }

  private void call(Method method, String text, List<String> failed) throws Exception {
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      Class<?> type = method.getParameterTypes()[i];
      arguments[i] =
          type == int.class
              ? (Object) ResultSet.TYPE_FORWARD_ONLY
              : type == boolean.class ? (Object) true : type == String.class ? text : null;
    }
    try {
      Object answer = method.invoke(metaData, arguments);
      if (answer instanceof ResultSet rows) {
        read(rows);
      }
    } catch (InvocationTargetException e) {
      failed.add(method.getName() + "(" + text + "): " + e.getCause());
    }
  }

  private static void read(ResultSet rows) throws SQLException {
    assertThat(rows.getMetaData().getColumnCount()).isPositive();
    while (rows.next()) {
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        rows.getObject(column);
        rows.getString(column);
      }
    }
    rows.close();
  }

  @Test
  void tablesAreListed() throws SQLException {
    assertThat(lines(metaData.getTables(null, null, "%", null), "TABLE_SCHEM", "TABLE_NAME"))
        .containsExactly("null.log", "null.orders", "people.datoms", "people.person");
    assertThat(lines(metaData.getTables(null, "people", "p%", null), "TABLE_NAME"))
        .containsExactly("person");
    assertThat(lines(metaData.getTables(null, "", "ORD_RS", new String[] {"TABLE"}), "TABLE_NAME"))
        .containsExactly("orders");
    assertThat(lines(metaData.getTables(null, null, null, new String[] {"VIEW"}), "TABLE_NAME"))
        .isEmpty();
    assertThat(lines(metaData.getSchemas(), "TABLE_SCHEM")).containsExactly("people");
    assertThat(lines(metaData.getCatalogs(), "TABLE_CAT")).isEmpty();
    assertThat(lines(metaData.getTableTypes(), "TABLE_TYPE")).containsExactly("TABLE", "VIEW");
  }

  @Test
  void viewsAreListed_withTheirQuery() throws SQLException {
    Bourn bourn = shop.bourn;
    Views.of(StreamCatalog.of(bourn.kernel(), bourn.databases()))
        .declare("cheap", "SELECT item, pieces FROM orders WHERE price < 5");
    assertThat(
            lines(
                metaData.getTables(null, null, "%", new String[] {"VIEW"}),
                "TABLE_NAME",
                "REMARKS"))
        .containsExactly("cheap.SELECT item, pieces FROM orders WHERE price < 5");
    assertThat(lines(metaData.getColumns(null, null, "cheap", "%"), "COLUMN_NAME", "TYPE_NAME"))
        .containsExactly("item.VARCHAR", "pieces.INTEGER");
    assertThat(lines(metaData.getPrimaryKeys(null, null, "cheap"), "COLUMN_NAME")).isEmpty();
  }

  @Test
  void columnsAreListed() throws SQLException {
    assertThat(
            lines(
                metaData.getColumns(null, null, "orders", null),
                "COLUMN_NAME",
                "TYPE_NAME",
                "IS_NULLABLE",
                "ORDINAL_POSITION"))
        .containsExactly(
            "item.VARCHAR.NO.1",
            "made.TIMESTAMP.NO.2",
            "pieces.INTEGER.NO.3",
            "price.DOUBLE.YES.4",
            "paid.BOOLEAN.NO.5",
            "number.UUID.NO.6");
    assertThat(lines(metaData.getPseudoColumns(null, null, "orders", null), "COLUMN_NAME"))
        .containsExactly("_offset", "_origin", "_time");
    assertThat(lines(metaData.getColumns(null, "people", "person", "na%"), "COLUMN_NAME"))
        .containsExactly("name");
    assertThat(lines(metaData.getPrimaryKeys(null, null, "log"), "COLUMN_NAME"))
        .containsExactly("offset");
    assertThat(lines(metaData.getPrimaryKeys(null, "people", "person"), "COLUMN_NAME"))
        .containsExactly("id");
  }

  @Test
  void theStoreIsDescribed() throws SQLException {
    assertThat(metaData.getDatabaseProductName()).isEqualTo("Bourn");
    assertThat(metaData.getURL()).isEqualTo(shop.url);
    assertThat(metaData.getIdentifierQuoteString()).isEqualTo("\"");
    assertThat(metaData.storesMixedCaseIdentifiers()).isTrue();
    assertThat(metaData.supportsMixedCaseIdentifiers()).isFalse();
    assertThat(metaData.nullsAreSortedHigh()).isTrue();
    assertThat(metaData.getDefaultTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    assertThat(lines(metaData.getTypeInfo(), "TYPE_NAME")).contains("TIMESTAMP", "ANY", "UUID");
    assertThat(lines(metaData.getTypeInfo(), "DATA_TYPE")).contains(String.valueOf(Types.VARCHAR));
  }

  private static List<String> lines(ResultSet rows, String... columns) throws SQLException {
    List<String> lines = new ArrayList<>();
    while (rows.next()) {
      List<String> cells = new ArrayList<>();
      for (String column : columns) {
        cells.add(rows.getString(column));
      }
      lines.add(String.join(".", cells));
    }
    return lines;
  }
}
