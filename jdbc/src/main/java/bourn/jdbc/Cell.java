package bourn.jdbc;

import bourn.kernel.Value;
import bourn.sql.SqlType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.apache.calcite.avatica.util.Cursor;
import org.joou.UByte;
import org.joou.UInteger;
import org.joou.ULong;
import org.joou.UShort;
import org.jspecify.annotations.Nullable;

/** One column of the row that a cursor stands on. */
final class Cell implements Cursor.Accessor {

  private final RowCursor cursor;
  private final int column;
  private final SqlType type;

  Cell(RowCursor cursor, int column, SqlType type) {
    this.cursor = cursor;
    this.column = column;
    this.type = type;
  }

  private Value value() throws SQLException {
    return cursor.value(column);
  }

  private boolean isMissing() throws SQLException {
    return value() instanceof Value.Nil;
  }

  @Override
  public boolean wasNull() {
    return cursor.wasNull();
  }

  @Override
  public @Nullable String getString() throws SQLException {
    return Converted.text(value(), type);
  }

  @Override
  public boolean getBoolean() throws SQLException {
    return Converted.truth(value());
  }

  @Override
  public byte getByte() throws SQLException {
    return (byte) Converted.whole(value(), Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  @Override
  public short getShort() throws SQLException {
    return (short) Converted.whole(value(), Short.MIN_VALUE, Short.MAX_VALUE);
  }

  @Override
  public int getInt() throws SQLException {
    return (int) Converted.whole(value(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  @Override
  public long getLong() throws SQLException {
    return Converted.whole(value(), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Override
  public float getFloat() throws SQLException {
    return (float) Converted.real(value());
  }

  @Override
  public double getDouble() throws SQLException {
    return Converted.real(value());
  }

  @Override
  public @Nullable BigDecimal getBigDecimal() throws SQLException {
    return isMissing() ? null : Converted.number(value());
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int scale) throws SQLException {
    return isMissing() ? null : Converted.number(value(), scale);
  }

  @Override
  public byte @Nullable [] getBytes() throws SQLException {
    return isMissing() ? null : Converted.bytes(value());
  }

  @Override
  public @Nullable InputStream getAsciiStream() throws SQLException {
    String text = getString();
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public @Nullable InputStream getUnicodeStream() throws SQLException {
    String text = getString();
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable InputStream getBinaryStream() throws SQLException {
    return isMissing() ? null : new ByteArrayInputStream(Converted.bytes(value()));
  }

  @Override
  public @Nullable Object getObject() throws SQLException {
    return Converted.object(value(), type);
  }

  @Override
  public @Nullable Object getObject(Map<String, Class<?>> map) throws SQLException {
    return getObject();
  }

  @Override
  @SuppressWarnings("unchecked") // Class.cast does not take the primitive classes
  public <T> @Nullable T getObject(Class<T> wanted) throws SQLException {
    return isMissing() ? null : (T) Converted.as(wanted, value(), type);
  }

  @Override
  public @Nullable Reader getCharacterStream() throws SQLException {
    String text = getString();
    return text == null ? null : new StringReader(text);
  }

  @Override
  public @Nullable Date getDate(Calendar calendar) throws SQLException {
    return isMissing() ? null : Converted.date(value(), calendar);
  }

  @Override
  public @Nullable Time getTime(Calendar calendar) throws SQLException {
    return isMissing() ? null : Converted.timeOfDay(value(), calendar);
  }

  /** A point in time is the same in all calendars. */
  @Override
  public @Nullable Timestamp getTimestamp(Calendar calendar) throws SQLException {
    return isMissing() ? null : Timestamp.from(Converted.instant(value()));
  }

  @Override
  public @Nullable String getNString() throws SQLException {
    return getString();
  }

  @Override
  public @Nullable Reader getNCharacterStream() throws SQLException {
    return getCharacterStream();
  }

  @Override
  public UByte getUByte() throws SQLException {
    throw unsupported("an unsigned number");
  }

  @Override
  public UShort getUShort() throws SQLException {
    throw unsupported("an unsigned number");
  }

  @Override
  public UInteger getUInt() throws SQLException {
    throw unsupported("an unsigned number");
  }

  @Override
  public ULong getULong() throws SQLException {
    throw unsupported("an unsigned number");
  }

  @Override
  public Ref getRef() throws SQLException {
    throw unsupported("a Ref");
  }

  @Override
  public Blob getBlob() throws SQLException {
    throw unsupported("a Blob; ask for its bytes");
  }

  @Override
  public Clob getClob() throws SQLException {
    throw unsupported("a Clob; ask for a string");
  }

  @Override
  public Array getArray() throws SQLException {
    throw unsupported("an Array; ask for a string, which is EDN, or for a bourn.kernel.Value");
  }

  @Override
  public Struct getStruct() throws SQLException {
    throw unsupported("a Struct");
  }

  @Override
  public URL getURL() throws SQLException {
    throw unsupported("a URL");
  }

  @Override
  public NClob getNClob() throws SQLException {
    throw unsupported("an NClob; ask for a string");
  }

  @Override
  public SQLXML getSQLXML() throws SQLException {
    throw unsupported("an SQLXML");
  }

  private SQLException unsupported(String wanted) {
    return Problems.unsupported("a " + type + " cannot be had as " + wanted);
  }
}
