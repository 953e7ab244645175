package bourn.jdbc;

import bourn.engine.QueryException;
import bourn.kernel.Value;
import bourn.sql.Sql;
import bourn.sql.SqlColumn;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.List;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaPreparedStatement;
import org.apache.calcite.avatica.AvaticaResultSetMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A statement with parameters. They are kept as values of ours: Avatica would cut times to
 * milliseconds, and ignore streams.
 */
final class BournPreparedStatement extends AvaticaPreparedStatement implements Running {

  private final Execution execution = new Execution();

  BournPreparedStatement(
      AvaticaConnection connection,
      Meta.StatementHandle handle,
      Meta.Signature signature,
      int resultSetType,
      int resultSetConcurrency,
      int resultSetHoldability)
      throws SQLException {
    super(connection, handle, signature, resultSetType, resultSetConcurrency, resultSetHoldability);
  }

  @Override
  public Execution execution() {
    return execution;
  }

  /** Returns the text of the statement. */
  String sql() {
    return getSignature().sql;
  }

  /**
   * Returns the columns, also before the statement is executed; null of an INSERT, and where they
   * depend on the parameters.
   */
  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    if (Verbs.isInsert(sql())) {
      return null;
    }
    try {
      Meta.Signature signature = BournMeta.signature(sql(), columns(), List.of());
      return new AvaticaResultSetMetaData(this, null, signature);
    } catch (QueryException e) {
      if (slots.length > 0) {
        return null;
      }
      throw Problems.of(e);
    }
  }

  private List<SqlColumn> columns() throws SQLException {
    return Sql.columns(sql(), ((BournConnection) getConnection()).session().tables());
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    checkOpen();
    Checks.isQuery(sql());
    return super.executeQuery();
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    checkOpen();
    Checks.isUpdate(sql());
    return super.executeLargeUpdate();
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    checkOpen();
    return execution.seconds();
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    checkOpen();
    execution.seconds(Checks.notNegative(seconds));
  }

  /** Never waits for the statement, which is locked while it is executed. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public void cancel() {
    execution.cancel();
  }

  /** Escapes are part of the language here. */
  @Override
  public void setEscapeProcessing(boolean enable) {}

  @Override
  public void setPoolable(boolean poolable) {}

  @Override
  public int getFetchDirection() {
    return ResultSet.FETCH_FORWARD;
  }

  private void set(int parameter, Value value) throws SQLException {
    checkOpen();
    if (parameter < 1 || parameter > slots.length) {
      throw Problems.wrongState(
          "there is no parameter " + parameter + "; the statement has " + slots.length, "07009");
    }
    slots[parameter - 1] = TypedValue.ofLocal(Rep.OBJECT, value);
  }

  @Override
  public void setNull(int parameter, int type) throws SQLException {
    set(parameter, Value.Nil.NIL);
  }

  @Override
  public void setNull(int parameter, int type, String typeName) throws SQLException {
    set(parameter, Value.Nil.NIL);
  }

  @Override
  public void setBoolean(int parameter, boolean x) throws SQLException {
    set(parameter, Value.of(x));
  }

  @Override
  public void setByte(int parameter, byte x) throws SQLException {
    set(parameter, Value.of(x));
  }

  @Override
  public void setShort(int parameter, short x) throws SQLException {
    set(parameter, Value.of(x));
  }

  @Override
  public void setInt(int parameter, int x) throws SQLException {
    set(parameter, Value.of(x));
  }

  @Override
  public void setLong(int parameter, long x) throws SQLException {
    set(parameter, Value.of(x));
  }

  @Override
  public void setFloat(int parameter, float x) throws SQLException {
    set(parameter, Value.of(x));
  }

  @Override
  public void setDouble(int parameter, double x) throws SQLException {
    set(parameter, Value.of(x));
  }

  @Override
  public void setBigDecimal(int parameter, @Nullable BigDecimal x) throws SQLException {
    set(parameter, Parameters.value(x));
  }

  @Override
  public void setString(int parameter, @Nullable String x) throws SQLException {
    set(parameter, Parameters.value(x));
  }

  @Override
  public void setNString(int parameter, @Nullable String x) throws SQLException {
    set(parameter, Parameters.value(x));
  }

  @Override
  public void setTimestamp(int parameter, @Nullable Timestamp x) throws SQLException {
    set(parameter, Parameters.value(x));
  }

  @Override
  public void setTime(int parameter, @Nullable Time x) throws SQLException {
    set(parameter, Parameters.value(x));
  }

  @Override
  public void setBytes(int parameter, byte @Nullable [] x) throws SQLException {
    set(parameter, Parameters.value(x == null ? null : x.clone()));
  }

  @Override
  public void setTimestamp(int parameter, @Nullable Timestamp x, @Nullable Calendar calendar)
      throws SQLException {
    set(parameter, Parameters.value(x));
  }

  @Override
  public void setTime(int parameter, @Nullable Time x, @Nullable Calendar calendar)
      throws SQLException {
    set(parameter, Parameters.value(x));
  }

  @Override
  public void setDate(int parameter, @Nullable Date x) throws SQLException {
    set(parameter, Parameters.day(x, null));
  }

  @Override
  public void setDate(int parameter, @Nullable Date x, @Nullable Calendar calendar)
      throws SQLException {
    set(parameter, Parameters.day(x, calendar));
  }

  @Override
  public void setObject(int parameter, @Nullable Object x) throws SQLException {
    set(parameter, Parameters.value(x));
  }

  @Override
  public void setObject(int parameter, @Nullable Object x, int type) throws SQLException {
    set(parameter, Parameters.value(x, type));
  }

  @Override
  public void setObject(int parameter, @Nullable Object x, int type, int scale)
      throws SQLException {
    set(parameter, Parameters.value(x, type));
  }

  @Override
  public void setObject(int parameter, @Nullable Object x, SQLType type) throws SQLException {
    set(parameter, Parameters.value(x, type.getVendorTypeNumber()));
  }

  @Override
  public void setObject(int parameter, @Nullable Object x, SQLType type, int scale)
      throws SQLException {
    set(parameter, Parameters.value(x, type.getVendorTypeNumber()));
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader x) throws SQLException {
    set(parameter, text(x, Long.MAX_VALUE));
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader x, long length)
      throws SQLException {
    set(parameter, text(x, length));
  }

  @Override
  public void setNCharacterStream(int parameter, @Nullable Reader x) throws SQLException {
    set(parameter, text(x, Long.MAX_VALUE));
  }

  @Override
  public void setNCharacterStream(int parameter, @Nullable Reader x, long length)
      throws SQLException {
    set(parameter, text(x, length));
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader x, int length)
      throws SQLException {
    set(parameter, text(x, length));
  }

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream x) throws SQLException {
    set(parameter, text(ascii(x), Long.MAX_VALUE));
  }

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream x, long length)
      throws SQLException {
    set(parameter, text(ascii(x), length));
  }

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream x, int length)
      throws SQLException {
    set(parameter, text(ascii(x), length));
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream x) throws SQLException {
    set(parameter, bytes(x, Integer.MAX_VALUE));
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream x, long length)
      throws SQLException {
    set(parameter, bytes(x, length));
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream x, int length)
      throws SQLException {
    set(parameter, bytes(x, length));
  }

  @Override
  @Deprecated
  public void setUnicodeStream(int parameter, InputStream x, int length) throws SQLException {
    throw unsupported("a stream of this kind; set a character stream");
  }

  @Override
  public void setClob(int parameter, Clob x) throws SQLException {
    throw unsupported("a Clob; set a string");
  }

  @Override
  public void setClob(int parameter, Reader x) throws SQLException {
    throw unsupported("a Clob; set a string");
  }

  @Override
  public void setClob(int parameter, Reader x, long length) throws SQLException {
    throw unsupported("a Clob; set a string");
  }

  @Override
  public void setNClob(int parameter, NClob x) throws SQLException {
    throw unsupported("a Clob; set a string");
  }

  @Override
  public void setNClob(int parameter, Reader x) throws SQLException {
    throw unsupported("a Clob; set a string");
  }

  @Override
  public void setNClob(int parameter, Reader x, long length) throws SQLException {
    throw unsupported("a Clob; set a string");
  }

  @Override
  public void setBlob(int parameter, Blob x) throws SQLException {
    throw unsupported("a Blob; set its bytes");
  }

  @Override
  public void setBlob(int parameter, InputStream x) throws SQLException {
    throw unsupported("a Blob; set its bytes");
  }

  @Override
  public void setBlob(int parameter, InputStream x, long length) throws SQLException {
    throw unsupported("a Blob; set its bytes");
  }

  @Override
  public void setRef(int parameter, Ref x) throws SQLException {
    throw unsupported("a Ref");
  }

  @Override
  public void setArray(int parameter, Array x) throws SQLException {
    throw unsupported("an Array");
  }

  @Override
  public void setURL(int parameter, URL x) throws SQLException {
    throw unsupported("a URL");
  }

  @Override
  public void setRowId(int parameter, RowId x) throws SQLException {
    throw unsupported("a RowId");
  }

  @Override
  public void setSQLXML(int parameter, SQLXML x) throws SQLException {
    throw unsupported("an SQLXML");
  }

  private static Value text(@Nullable Reader reader, long length) throws SQLException {
    if (reader == null) {
      return Value.Nil.NIL;
    }
    StringBuilder text = new StringBuilder();
    try {
      for (int c = -1; text.length() < length && (c = reader.read()) >= 0; ) {
        text.append((char) c);
      }
    } catch (IOException e) {
      throw Problems.of(e);
    }
    return Value.of(text.toString());
  }

  private static @Nullable Reader ascii(@Nullable InputStream bytes) {
    return bytes == null ? null : new InputStreamReader(bytes, StandardCharsets.US_ASCII);
  }

  private static Value bytes(@Nullable InputStream stream, long length) throws SQLException {
    if (stream == null) {
      return Value.Nil.NIL;
    }
    try {
      return new Value.Bytes(stream.readNBytes((int) Math.min(length, Integer.MAX_VALUE)));
    } catch (IOException e) {
      throw Problems.of(e);
    }
  }

  private static SQLException unsupported(String what) {
    return Problems.unsupported("a parameter cannot be " + what);
  }
}
