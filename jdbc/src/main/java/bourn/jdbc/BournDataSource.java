package bourn.jdbc;

import bourn.Bourn;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections to a store that the program has open itself, and that it closes itself. */
public final class BournDataSource implements DataSource {

  private final BournDriver driver = new BournDriver();
  private final OpenStore store;

  /** Makes connections to {@code bourn}, none of which closes it. */
  public BournDataSource(Bourn bourn) {
    this.store = new OpenStore(bourn, ignored -> {});
  }

  @Override
  public Connection getConnection() throws SQLException {
    return driver.connection(Address.PREFIX, store.first(), Address.OPEN);
  }

  /** A store has no users. */
  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("nothing is logged");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw Problems.unsupported("a BournDataSource is no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
