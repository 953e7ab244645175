package example;

import bourn.Bourn;
import bourn.index.DatomStream;
import bourn.kernel.AppendRequest;
import bourn.kernel.Edn;
import bourn.kernel.EventStream;
import bourn.kernel.Value;
import java.nio.file.Path;

/** A service that keeps orders as a stream and customers as facts, and asks one query of both. */
public final class Service {

  private static final String WHO_ORDERED =
      """
      [:find ?name ?item
       :in $ $orders
       :where [$orders ?order :buyer ?email] [$orders ?order :item ?item]
              [?customer :customer/email ?email] [?customer :customer/name ?name]
       :order-by [?name]]\
      """;

  private Service() {}

  /** Runs once on the store in the folder {@code orders}; run it again, and the orders are two. */
  public static void main(String... args) {
    try (Bourn bourn = Bourn.open(Path.of("orders"))) {
      DatomStream customers = bourn.datoms("customers");
      customers.transact(Edn.readAll("{:db/ident :customer/email :db/unique :db.unique/identity}"));
      customers.transact(
          Edn.readAll("{:customer/email \"ada@example.org\" :customer/name \"Ada\"}"));

      EventStream orders = bourn.stream("orders");
      orders
          .append(AppendRequest.of(Value.map("buyer", "ada@example.org", "item", "tea")).durable())
          .orThrow();

      bourn
          .query(WHO_ORDERED, customers, orders)
          .forEach(row -> System.out.println(row.get(0) + " ordered " + row.get(1)));
      System.out.println("orders so far: " + orders.extent().tail());
    }
  }
}
