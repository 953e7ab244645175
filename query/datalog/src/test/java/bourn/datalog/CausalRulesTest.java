package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.engine.QueryException;
import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.kernel.AppendRequest;
import bourn.kernel.CausalContext;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules over the stamps of real streams. */
final class CausalRulesTest {

  private final Kernel kernel = HeapKernel.open(Environment.system());
  private final EventStream orders = kernel.open(StreamDescriptor.generic("orders"));
  private final EventStream bills = kernel.open(StreamDescriptor.generic("bills"));
  private final EventStream mails = kernel.open(StreamDescriptor.generic("mails"));

  @BeforeEach
  void append() {
    orders.append(AppendRequest.of(event("tea"), event("jam")));
    CausalContext billing = kernel.newContext();
    read(orders, billing);
    bills.append(AppendRequest.of(event("bill")).within(billing));
    mails.append(AppendRequest.of(event("news")));
    CausalContext mailing = kernel.newContext();
    read(bills, mailing);
    mails.append(AppendRequest.of(event("sent")).within(mailing));
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private static Value event(String name) {
    return Value.map("name", name);
  }

  private static void read(EventStream stream, CausalContext context) {
    try (Reader reader = stream.read(stream.extent().earliestCursor(), context)) {
      while (reader.next() == Step.EVENT) {
        assertThat(reader.value()).isNotNull();
      }
    }
  }

  private Value ask(String clauses) {
    String query =
        "[:find ?a ?b :in $orders $bills $mails :where "
            + "(or-join [?x ?a] [$orders ?x :name ?a] [$bills ?x :name ?a] [$mails ?x :name ?a])"
            + "(or-join [?y ?b] [$orders ?y :name ?b] [$bills ?y :name ?b] [$mails ?y :name ?b])"
            + clauses
            + "]";
    return Datalog.query(query, source(orders), source(bills), source(mails)).toValue();
  }

  private static Source source(EventStream stream) {
    return Sources.generic(stream.bound());
  }

  @Test
  void eventsAreBeforeWhatTheyCanHaveLedTo() {
    assertThat(ask("(before ?x ?y)"))
        .isEqualTo(
            Edn.read(
                "#{[\"tea\" \"jam\"] [\"tea\" \"bill\"] [\"jam\" \"bill\"] [\"tea\" \"sent\"]"
                    + " [\"jam\" \"sent\"] [\"bill\" \"sent\"] [\"news\" \"sent\"]}"));
  }

  @Test
  void eventsAreConcurrentWhereNeitherCanHaveLedToTheOther() {
    assertThat(ask("(concurrent ?x ?y) [(< ?a ?b)]"))
        .isEqualTo(Edn.read("#{[\"bill\" \"news\"] [\"jam\" \"news\"] [\"news\" \"tea\"]}"));
  }

  @Test
  void whatIsNoEvent_isRefused() {
    assertThatThrownBy(() -> ask("(before ?x ?b)"))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("before relates two events");
    assertThatThrownBy(() -> ask("(before ?x ?z)"))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("?z");
  }
}
