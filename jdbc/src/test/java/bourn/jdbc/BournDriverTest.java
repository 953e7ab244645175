package bourn.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.Bourn;
import bourn.kernel.AppendRequest;
import bourn.kernel.Value;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a URL opens, and for how long. */
final class BournDriverTest {

  @TempDir Path folder;

  @Test
  void aFolder_isOpenedOnceForAllConnections_andClosedWithTheLast() throws SQLException {
    try (Bourn bourn = Bourn.open(folder)) {
      bourn.stream("log").append(AppendRequest.of(Value.map("n", 1)));
    }
    String url = "jdbc:bourn:" + folder;
    Connection first = DriverManager.getConnection(url);
    Connection second = DriverManager.getConnection(url);
    assertThat(first.unwrap(Bourn.class)).isSameAs(second.unwrap(Bourn.class));
    first.close();
    first.close();
    assertThat(one(second, "SELECT n FROM log")).isEqualTo(1L);
    second.close();
    try (Bourn again = Bourn.open(folder)) {
      assertThat(again.streams()).hasSize(1);
    }
  }

  @Test
  void aFolderThatAProgramHasOpen_isReadByTheProgramsOwnConnections_orToReadOnly()
      throws SQLException {
    try (Bourn bourn = Bourn.open(folder)) {
      bourn.stream("log").append(AppendRequest.of(Value.map("n", 1)));
      try (Connection connection = new BournDataSource(bourn).getConnection()) {
        assertThat(one(connection, "SELECT n FROM log")).isEqualTo(1L);
      }
      bourn.stream("log").append(AppendRequest.of(Value.map("n", 2)));
      try (Connection connection =
          DriverManager.getConnection("jdbc:bourn:" + folder + ";readOnly=true")) {
        assertThat(one(connection, "SELECT sum(n) FROM log")).isEqualTo(3L);
        assertThat(connection.isReadOnly()).isTrue();
        assertThatThrownBy(
                () -> connection.createStatement().execute("INSERT INTO log (n) VALUES (3)"))
            .isInstanceOf(SQLException.class)
            .hasFieldOrPropertyWithValue("SQLState", "25006");
      }
    }
  }

  @Test
  void aNameOnTheHeap_isOneStoreWhileAnyConnectionIsOpen() throws SQLException {
    try (Connection first = DriverManager.getConnection("jdbc:bourn:mem:named");
        Connection second = DriverManager.getConnection("jdbc:bourn:mem:named");
        Connection other = DriverManager.getConnection("jdbc:bourn:mem:")) {
      first.unwrap(Bourn.class).stream("log").append(AppendRequest.of(Value.map("n", 1)));
      assertThat(one(second, "SELECT n FROM log")).isEqualTo(1L);
      assertThat(other.unwrap(Bourn.class).streams()).isEmpty();
    }
    try (Connection again = DriverManager.getConnection("jdbc:bourn:mem:named")) {
      assertThat(again.unwrap(Bourn.class).streams()).isEmpty();
    }
  }

  @Test
  void whatIsWrongInAUrl_isSaidByName() {
    assertRefused("jdbc:bourn:mem:;colour=red", "colour");
    assertRefused("jdbc:bourn:mem:;timeout=soon", "soon");
    assertRefused("jdbc:bourn:mem:;readOnly=maybe", "maybe");
    assertRefused("jdbc:bourn:", "jdbc:bourn:PATH");
    assertRefused("jdbc:bourn:" + folder.resolve("missing"), "there is no store at");
    Properties info = new Properties();
    info.setProperty("tmeout", "1");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:bourn:mem:", info))
        .hasMessageContaining("tmeout");
  }

  private static void assertRefused(String url, String said) {
    assertThatThrownBy(() -> DriverManager.getConnection(url))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(said)
        .hasFieldOrPropertyWithValue("SQLState", "08001");
  }

  @Test
  void usersAreIgnored() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:bourn:mem:", "ann", "secret")) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  void urlsOfOthers_areLeftToThem() throws SQLException {
    BournDriver driver = new BournDriver();
    assertThat(driver.acceptsURL("jdbc:other:x")).isFalse();
    assertThat(driver.connect("jdbc:other:x", new Properties())).isNull();
    assertThat(driver.getPropertyInfo("jdbc:bourn:x;timeout=5", new Properties())[0].value)
        .isEqualTo("5");
  }

  static Object one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getObject(1);
    }
  }
}
