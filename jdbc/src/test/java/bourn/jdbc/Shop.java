package bourn.jdbc;

import bourn.Bourn;
import bourn.kernel.AppendRequest;
import bourn.kernel.Value;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store on the heap with something of every kind, for as long as it is not closed. */
final class Shop implements AutoCloseable {

  record Order(
      String item, Instant made, int pieces, @Nullable Double price, boolean paid, UUID number) {}

  static final Instant AT = Instant.parse("2026-01-01T08:00:00.123456Z");
  static final UUID NUMBER = UUID.fromString("00000000-0000-0001-0000-000000000002");

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  final String url = "jdbc:bourn:mem:shop" + NUMBERS.incrementAndGet();
  final Connection connection;
  final Bourn bourn;

  Shop() throws SQLException {
    connection = DriverManager.getConnection(url);
    bourn = connection.unwrap(Bourn.class);
    bourn
        .typed("orders", Order.class)
        .append(
            List.of(
                new Order("tea", AT, 2, 4.5, true, NUMBER),
                new Order("jam", AT.plusSeconds(60), 1, null, false, NUMBER)));
    bourn.stream("log")
        .append(AppendRequest.of(Value.map("who", "Ann", "n", 1, "tags", Value.list("a", 2))));
    bourn.datoms("people").transact(List.of(Value.map("person/name", "Ada", "person/age", 36)));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
