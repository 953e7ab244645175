package bourn.jdbc;

import java.sql.Connection;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.jspecify.annotations.Nullable;

/**
 * The driver of {@code jdbc:bourn:PATH}, the store in a folder, and of {@code jdbc:bourn:mem:NAME},
 * one on the heap. Connections of one process to one store share it; it is open as long as any of
 * them is.
 *
 * <p>{@code connection.unwrap(Bourn.class)} gives the store itself, to make streams in it.
 */
public final class BournDriver extends UnregisteredDriver {

  private static final String VERSION = "0.1.0";
  private static final Stores STORES = new Stores();

  static {
    new BournDriver().register();
  }

  /** Makes a driver; {@code DriverManager} has one already. */
  public BournDriver() {}

  @Override
  public boolean acceptsURL(@Nullable String url) {
    return Address.isOurs(url);
  }

  @Override
  public @Nullable Connection connect(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    if (url == null || !Address.isOurs(url)) {
      return null;
    }
    Address address = Address.of(url, info == null ? new Properties() : info);
    return connection(url, STORES.open(address), address);
  }

  /** Opens a connection, which closes {@code lease} with itself. */
  Connection connection(String url, Lease lease, Address address) {
    return new BournConnection(this, factory, url, new Session(lease, address));
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info)
      throws SQLException {
    return Address.of(url, info == null ? new Properties() : info).properties();
  }

  @Override
  protected AvaticaFactory createFactory() {
    return new BournFactory();
  }

  @Override
  protected DriverVersion createDriverVersion() {
    return new DriverVersion("Bourn JDBC", VERSION, "Bourn", VERSION, false, 0, 1, 0, 1);
  }

  @Override
  protected String getConnectStringPrefix() {
    return Address.PREFIX;
  }

  @Override
  public Meta createMeta(AvaticaConnection connection) {
    BournConnection ours = (BournConnection) connection;
    return new BournMeta(ours, ours.session());
  }
}
