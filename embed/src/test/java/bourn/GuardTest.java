package bourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.datoms.TransactionException;
import bourn.index.DatomStream;
import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.CausalContext;
import bourn.kernel.CommitRequest;
import bourn.kernel.Deadline;
import bourn.kernel.Durability;
import bourn.kernel.Edn;
import bourn.kernel.EventStream;
import bourn.kernel.Reference;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commits under guards. */
@Timeout(120)
final class GuardTest {

  private static final String BOOKED = "[:find ?b :in $ ?room :where [?b :booking/room ?room]]";

  private final Bourn bourn = Bourn.inMemory();

  @AfterEach
  void close() {
    bourn.close();
  }

  private DatomStream bookings() {
    DatomStream bookings = bourn.datoms("bookings");
    bookings.transact(Edn.readAll("{:db/ident :booking/room :db/valueType :db.type/long}"));
    return bookings;
  }

  private static GuardedCommit booking(DatomStream bookings, int room, String guest) {
    return GuardedCommit.when(Guard.nothing(BOOKED, bookings, room))
        .transact(bookings, List.of(Value.map("booking/room", room, "booking/guest", guest)));
  }

  @Test
  void whatAGuardForbids_isRefusedWithWhatItFound() {
    DatomStream bookings = bookings();
    EventStream orders = bourn.stream("orders");

    assertThat(bourn.commit(booking(bookings, 7, "Ada")))
        .isInstanceOf(GuardedCommit.Outcome.Done.class);
    GuardedCommit second =
        booking(bookings, 7, "Bob").append(orders, AppendRequest.of(Value.of("cake")));
    assertThat(bourn.commit(second))
        .isEqualTo(
            new GuardedCommit.Outcome.Refused(second.guards().getFirst(), Edn.read("#{[16]}")));
    assertThat(orders.extent().tail()).isZero();
    assertThat(
            bourn.commit(booking(bookings, 8, "Bob").append(orders, AppendRequest.of(Value.of(1)))))
        .isInstanceOf(GuardedCommit.Outcome.Done.class);
    assertThat(orders.extent().tail()).isEqualTo(1);
    assertThat(bourn.query("[:find (count ?b) . :where [?b :booking/room]]", bookings).toValue())
        .isEqualTo(Value.of(2));
  }

  @Test
  void whatWasFoundBefore_hasToBeFoundStill() {
    EventStream prices = bourn.stream("prices");
    EventStream orders = bourn.stream("orders");
    prices.append(AppendRequest.of(Value.map("item", "tea", "price", 4)));
    String price = "[:find (max ?p) . :where [_ :price ?p]]";
    Value seen = bourn.query(price, prices).toValue();
    GuardedCommit order =
        GuardedCommit.when(Guard.same(seen, price, prices))
            .append(orders, AppendRequest.of(Value.of("tea")));

    assertThat(bourn.commit(order)).isInstanceOf(GuardedCommit.Outcome.Done.class);
    prices.append(AppendRequest.of(Value.map("item", "tea", "price", 3)));
    assertThat(bourn.commit(order)).isInstanceOf(GuardedCommit.Outcome.Done.class);
    prices.append(AppendRequest.of(Value.map("item", "tea", "price", 5)));
    assertThat(bourn.commit(order))
        .isEqualTo(new GuardedCommit.Outcome.Refused(order.guards().getFirst(), Value.of(5)));
    assertThat(orders.extent().tail()).isEqualTo(2);
  }

  @Test
  void whatStreamsRefuse_isSaid() {
    EventStream orders = bourn.stream("orders");
    DatomStream people = bourn.datoms("people");
    orders.seal(List.of());
    GuardedCommit commit =
        GuardedCommit.when()
            .append(orders, AppendRequest.of(Value.of(1)))
            .transact(people, Edn.readAll("{:name \"Ada\"}"));

    assertThat(bourn.commit(commit))
        .isInstanceOfSatisfying(
            GuardedCommit.Outcome.Rejected.class,
            rejected ->
                assertThat(rejected.commit().outcomes().get(new StreamName("orders")))
                    .isInstanceOf(Append.Sealed.class));
    assertThat(people.stream().extent().tail()).isZero();
    GuardedCommit wrong = GuardedCommit.when().transact(people, Edn.readAll("[:db/nothing]"));
    assertThatThrownBy(() -> bourn.commit(wrong)).isInstanceOf(TransactionException.class);
    GuardedCommit nothing = GuardedCommit.when(Guard.nothing("[:find ?e :where [?e :x]]", people));
    assertThatThrownBy(() -> bourn.commit(nothing)).hasMessageContaining("at least 1 append");
    GuardedCommit raw =
        GuardedCommit.when(Guard.nothing("[:find ?e :where [?e :x]]", people))
            .append(people.stream(), AppendRequest.of(Value.of(1)));
    assertThatThrownBy(() -> bourn.commit(raw)).hasMessageContaining("forms are required");
    GuardedCommit twice =
        GuardedCommit.when()
            .append(bourn.stream("other"), AppendRequest.of(Value.of(1)))
            .append(bourn.stream("other"), AppendRequest.of(Value.of(2)));
    assertThatThrownBy(() -> bourn.commit(twice)).hasMessageContaining("found several to other");
  }

  @Test
  void aCommitOfTails_happensOnlyWhereNothingCameAfter() {
    EventStream read = bourn.stream("read");
    EventStream written = bourn.stream("written");
    read.append(AppendRequest.of(Value.of(1)));
    CommitRequest request =
        new CommitRequest(Map.of(new StreamName("written"), AppendRequest.of(Value.of(2))));
    long incarnation = read.extent().incarnation();

    assertThat(bourn.kernel().commit(request.ifTailsAre(List.of(new Reference(incarnation, 0)))))
        .satisfies(
            committed -> {
              assertThat(committed.all()).isFalse();
              assertThat(committed.outcomes().get(new StreamName("read")))
                  .isInstanceOf(Append.Conflict.class);
            });
    assertThat(written.extent().tail()).isZero();
    assertThat(
            bourn.kernel().commit(request.ifTailsAre(List.of(new Reference(incarnation, 1)))).all())
        .isTrue();
  }

  @Test
  void aStreamThatNeverStops_leavesItsGuardContended() throws Exception {
    EventStream busy = bourn.stream("busy");
    EventStream orders = bourn.stream("orders");
    GuardedCommit commit =
        GuardedCommit.when(Guard.nothing("[:find ?e :where [?e :never]]", busy))
            .append(orders, AppendRequest.of(Value.of(1)));
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    busy.append(AppendRequest.of(Value.of(1)));
                    LockSupport.parkNanos(100_000);
                  }
                });
    GuardedCommit.Outcome outcome = bourn.commit(commit, Deadline.in(Duration.ofMillis(50)));
    done.set(true);
    writer.join();
    if (outcome instanceof GuardedCommit.Outcome.Contended(int attempts)) {
      assertThat(attempts).isGreaterThanOrEqualTo(4);
      assertThat(orders.extent().tail()).isZero();
    } else {
      assertThat(orders.extent().tail()).isEqualTo(1);
    }
    assertThat(bourn.commit(commit)).isInstanceOf(GuardedCommit.Outcome.Done.class);
  }

  /** While others transact all the time, a guarded commit has its turn. */
  @Test
  void aGuardAmongTransactors_isNotStarved() throws Exception {
    DatomStream bookings = bookings();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int i = 0; i < 3; i++) {
        threads.execute(
            () -> {
              while (!done.get()) {
                bookings.transact(Edn.readAll("{:noise 1}"));
              }
            });
      }
      try {
        for (int room = 0; room < 20; room++) {
          assertThat(bourn.commit(booking(bookings, room, "Ada")))
              .isInstanceOf(GuardedCommit.Outcome.Done.class);
        }
      } finally {
        done.set(true);
      }
    }
  }

  @Test
  void twoAccountsTogether_areNeverOverdrawn() throws Exception {
    withdraw(bourn, 1);
  }

  @Test
  void twoAccountsTogether_areNeverOverdrawnOnDisk(@TempDir Path folder) throws Exception {
    try (Bourn stored = Bourn.open(folder.resolve("store"))) {
      withdraw(stored, 2);
    }
  }

  /** Several withdraw from two accounts, each where the two together have enough. */
  private static void withdraw(Bourn bourn, long seed) throws Exception {
    List<DatomStream> accounts = List.of(bourn.datoms("a"), bourn.datoms("b"));
    String schema = "{:db/ident :taken :db/cardinality :db.cardinality/many}";
    accounts.forEach(account -> account.transact(Edn.readAll(schema)));
    EventStream receipts = bourn.stream("receipts");
    int limit = 60;
    String total =
        """
        [:find (sum ?n) . :in $a $b :with ?s ?e
         :where (or-join [?s ?e ?n] (and [$a ?e :taken ?n] [(ground 1) ?s])
                                    (and [$b ?e :taken ?n] [(ground 2) ?s]))]
        """;
    AtomicInteger granted = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (int thread = 0; thread < 6; thread++) {
        SplittableRandom random = new SplittableRandom(seed * 100 + thread);
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 25; i++) {
                    int amount = 1 + random.nextInt(4);
                    if (withdrawn(bourn, accounts, receipts, total, limit, amount, random)) {
                      granted.addAndGet(amount);
                    }
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    long taken = 0;
    for (DatomStream account : accounts) {
      taken +=
          ((Value.Int)
                  bourn
                      .query("[:find (sum ?n) . :with ?e :where [?e :taken ?n]]", account)
                      .toValue())
              .value();
    }
    assertThat(taken).isEqualTo(granted.get()).isLessThanOrEqualTo(limit).isGreaterThan(limit - 4);
    assertThat(
            bourn.query("[:find (sum ?n) . :with ?e :where [?e :amount ?n]]", receipts).toValue())
        .isEqualTo(Value.of(taken));
  }

  private static boolean withdrawn(
      Bourn bourn,
      List<DatomStream> accounts,
      EventStream receipts,
      String total,
      int limit,
      int amount,
      SplittableRandom random) {
    DatomStream from = accounts.get(random.nextInt(2));
    Value seen = bourn.query(total, accounts.get(0), accounts.get(1)).toValue();
    long taken = seen instanceof Value.Int(long number) ? number : 0;
    if (taken + amount > limit) {
      return false;
    }
    GuardedCommit commit =
        GuardedCommit.when(Guard.same(seen, total, accounts.get(0), accounts.get(1)))
            .transact(from, List.of(Value.map("taken", amount)))
            .append(receipts, AppendRequest.of(Value.map("amount", amount)));
    return switch (bourn.commit(commit)) {
      case GuardedCommit.Outcome.Done done -> true;
      case GuardedCommit.Outcome.Refused refused ->
          withdrawn(bourn, accounts, receipts, total, limit, amount, random);
      case GuardedCommit.Outcome.Rejected rejected -> throw new AssertionError(rejected);
      case GuardedCommit.Outcome.Indeterminate unknown -> throw new AssertionError(unknown);
      case GuardedCommit.Outcome.Contended contended -> throw new AssertionError(contended);
    };
  }

  @Test
  void partsOfOneDatomStream_areOneTransaction() {
    bourn.datoms("x").transact(Edn.readAll("{:n 0}"));
    GuardedCommit commit =
        GuardedCommit.when()
            .transact(bourn.datoms("x"), Edn.readAll("{:db/id \"a\" :n 1}"))
            .transact(bourn.datoms("x"), Edn.readAll("{:db/id \"b\" :n 2 :with \"a\"}"));

    assertThat(bourn.commit(commit))
        .isInstanceOfSatisfying(
            GuardedCommit.Outcome.Done.class,
            done ->
                assertThat(done.tempids().get(new StreamName("x")))
                    .containsOnlyKeys(Value.of("a"), Value.of("b")));
    assertThat(
            bourn
                .query("[:find [?n ...] :where [_ :n ?n]]", bourn.datoms("x"))
                .toValue()
                .toString())
        .contains("1", "2");
    assertThat(bourn.datoms("x").stream().extent().tail()).isEqualTo(2);
  }

  @Test
  void aStreamOfAnotherStore_isRefused() {
    try (Bourn other = Bourn.inMemory()) {
      DatomStream theirs = other.datoms("x");
      bourn.datoms("x");
      bourn.stream("y");
      GuardedCommit forms = GuardedCommit.when().transact(theirs, Edn.readAll("{:n 1}"));
      GuardedCommit events =
          GuardedCommit.when().append(other.stream("y"), AppendRequest.of(Value.of(1)));
      assertThatThrownBy(() -> bourn.commit(forms)).hasMessageContaining("of this store");
      assertThatThrownBy(() -> bourn.commit(events)).hasMessageContaining("of this store");
    }
  }

  @Test
  void aDeadline_isKeptWhileOthersTransact() throws Exception {
    DatomStream bookings = bookings();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(
                () ->
                    bookings.transact(
                        before -> {
                          held.countDown();
                          await(done);
                          return Edn.readAll("{:noise 1}");
                        },
                        CausalContext.NONE,
                        Durability.LOG));
    held.await();
    AtomicInteger asked = new AtomicInteger();
    AtomicBoolean moving = new AtomicBoolean(true);
    EventStream busy = bourn.stream("busy");
    bourn
        .databases()
        .functions()
        .transaction(
            "test/busy",
            (db, arguments) -> {
              asked.incrementAndGet();
              if (moving.get()) {
                busy.append(AppendRequest.of(Value.of(1)));
              }
              return List.of();
            });
    GuardedCommit commit =
        GuardedCommit.when(Guard.nothing("[:find ?e :where [?e :never]]", busy))
            .transact(bookings, Edn.readAll("[:test/busy] {:booking/room 1}"));
    long start = System.nanoTime();

    assertThat(bourn.commit(commit, Deadline.in(Duration.ofMillis(200))))
        .isEqualTo(new GuardedCommit.Outcome.Contended(4));
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
    done.countDown();
    holder.join();
    moving.set(false);
    assertThat(bourn.commit(commit)).isInstanceOf(GuardedCommit.Outcome.Done.class);
    assertThat(asked.get()).isGreaterThanOrEqualTo(5);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCommitWithinAnother_isRefused() {
    DatomStream bookings = bookings();
    bourn
        .databases()
        .functions()
        .transaction(
            "test/nested",
            (db, arguments) -> {
              GuardedCommit.Outcome outcome = bourn.commit(booking(bookings, 2, "Bob"));
              throw new AssertionError(outcome);
            });
    GuardedCommit commit = GuardedCommit.when().transact(bookings, Edn.readAll("[:test/nested]"));
    assertThatThrownBy(() -> bourn.commit(commit)).hasMessageContaining("part of another");
    assertThat(bourn.commit(booking(bookings, 2, "Bob")))
        .isInstanceOf(GuardedCommit.Outcome.Done.class);
  }
}
