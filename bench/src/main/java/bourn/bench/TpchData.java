package bourn.bench;

import bourn.Bourn;
import bourn.kernel.Value;
import bourn.typed.Columns;
import bourn.typed.TypedStream;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/**
 * The tables of TPC-H as its own generator fills them, in typed streams and in DuckDB. Amounts are
 * doubles and days are points in time on both sides, as typed streams have neither decimals nor
 * days.
 */
final class TpchData {

  private static final int ROWS_A_BATCH = 50_000;

  private TpchData() {}

  /** A row of {@code region}. */
  record Region(long r_regionkey, String r_name, String r_comment) {}

  /** A row of {@code nation}. */
  record Nation(long n_nationkey, String n_name, long n_regionkey, String n_comment) {}

  /** A row of {@code supplier}. */
  record Supplier(
      long s_suppkey,
      String s_name,
      String s_address,
      long s_nationkey,
      String s_phone,
      double s_acctbal,
      String s_comment) {}

  /** A row of {@code customer}. */
  record Customer(
      long c_custkey,
      String c_name,
      String c_address,
      long c_nationkey,
      String c_phone,
      double c_acctbal,
      String c_mktsegment,
      String c_comment) {}

  /** A row of {@code part}. */
  record Part(
      long p_partkey,
      String p_name,
      String p_mfgr,
      String p_brand,
      String p_type,
      int p_size,
      String p_container,
      double p_retailprice,
      String p_comment) {}

  /** A row of {@code partsupp}. */
  record PartSupplier(
      long ps_partkey, long ps_suppkey, int ps_availqty, double ps_supplycost, String ps_comment) {}

  /** A row of {@code orders}. */
  record Order(
      long o_orderkey,
      long o_custkey,
      String o_orderstatus,
      double o_totalprice,
      Instant o_orderdate,
      String o_orderpriority,
      String o_clerk,
      int o_shippriority,
      String o_comment) {}

  /** A row of {@code lineitem}. */
  record LineItem(
      long l_orderkey,
      long l_partkey,
      long l_suppkey,
      int l_linenumber,
      double l_quantity,
      double l_extendedprice,
      double l_discount,
      double l_tax,
      String l_returnflag,
      String l_linestatus,
      Instant l_shipdate,
      Instant l_commitdate,
      Instant l_receiptdate,
      String l_shipinstruct,
      String l_shipmode,
      String l_comment) {}

  /** Fills both; {@code scale} is 1 for 6,001,215 rows of {@code lineitem}. */
  static void load(double scale, Bourn bourn, DuckDb duck) throws SQLException {
    load(scale, TpchTable.REGION, Region.class, bourn, duck);
    load(scale, TpchTable.NATION, Nation.class, bourn, duck);
    load(scale, TpchTable.SUPPLIER, Supplier.class, bourn, duck);
    load(scale, TpchTable.CUSTOMER, Customer.class, bourn, duck);
    load(scale, TpchTable.PART, Part.class, bourn, duck);
    load(scale, TpchTable.PART_SUPPLIER, PartSupplier.class, bourn, duck);
    load(scale, TpchTable.ORDERS, Order.class, bourn, duck);
    load(scale, TpchTable.LINE_ITEM, LineItem.class, bourn, duck);
  }

  private static <E extends TpchEntity, R extends Record> void load(
      double scale, TpchTable<E> table, Class<R> row, Bourn bourn, DuckDb duck)
      throws SQLException {
    TypedStream<R> stream = bourn.typed(table.getTableName(), row);
    duck.execute("CREATE TABLE " + table.getTableName() + " (" + declared(table) + ")");
    Iterator<E> entities = table.createGenerator(scale, 1, 1).iterator();
    try (DuckDBAppender appender = duck.appender(table.getTableName())) {
      while (entities.hasNext()) {
        List<E> batch = next(entities);
        stream.append(columns(table, batch, stream)).orThrow();
        append(table, batch, appender);
      }
    }
    bourn.segments().pack(stream.stream());
  }

  private static <E extends TpchEntity> String declared(TpchTable<E> table) {
    return table.getColumns().stream()
        .map(column -> column.getColumnName() + " " + declared(column) + " NOT NULL")
        .collect(Collectors.joining(", "));
  }

  private static String declared(TpchColumn<?> column) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER -> "BIGINT";
      case INTEGER -> "INTEGER";
      case DOUBLE -> "DOUBLE";
      case DATE -> "TIMESTAMP";
      case VARCHAR -> "VARCHAR";
    };
  }

  private static <E> List<E> next(Iterator<E> entities) {
    List<E> batch = new ArrayList<>();
    while (batch.size() < ROWS_A_BATCH && entities.hasNext()) {
      batch.add(entities.next());
    }
    return batch;
  }

  private static <E extends TpchEntity> Columns columns(
      TpchTable<E> table, List<E> batch, TypedStream<?> stream) {
    Columns columns = Columns.of(stream.type(), batch.size());
    for (TpchColumn<E> column : table.getColumns()) {
      columns.values(
          column.getColumnName(), batch.stream().map(entity -> value(column, entity)).toList());
    }
    return columns;
  }

  private static <E extends TpchEntity> Value value(TpchColumn<E> column, E entity) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER -> Value.of(column.getIdentifier(entity));
      case INTEGER -> Value.of((long) column.getInteger(entity));
      case DOUBLE -> Value.of(column.getDouble(entity));
      case DATE -> Value.of(day(column, entity).atStartOfDay().toInstant(ZoneOffset.UTC));
      case VARCHAR -> Value.of(column.getString(entity));
    };
  }

  private static <E extends TpchEntity> LocalDate day(TpchColumn<E> column, E entity) {
    return LocalDate.ofEpochDay(column.getDate(entity));
  }

  private static <E extends TpchEntity> void append(
      TpchTable<E> table, List<E> batch, DuckDBAppender appender) throws SQLException {
    for (E entity : batch) {
      appender.beginRow();
      for (TpchColumn<E> column : table.getColumns()) {
        append(column, entity, appender);
      }
      appender.endRow();
    }
  }

  private static <E extends TpchEntity> void append(
      TpchColumn<E> column, E entity, DuckDBAppender appender) throws SQLException {
    switch (column.getType().getBase()) {
      case IDENTIFIER -> appender.append(column.getIdentifier(entity));
      case INTEGER -> appender.append(column.getInteger(entity));
      case DOUBLE -> appender.append(column.getDouble(entity));
      case DATE -> appender.append(day(column, entity).atStartOfDay());
      case VARCHAR -> appender.append(column.getString(entity));
    }
  }
}
