package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel promises of leases and the positions stored under them. */
public interface LeaseContract extends KernelFixture {

  /** How long the leases of these tests last. */
  Duration TTL = Duration.ofSeconds(30);

  private static EventStream orders(Kernel kernel) {
    return kernel.open(StreamDescriptor.generic("orders"));
  }

  private static EventStream orders(Kernel kernel, int count) {
    EventStream stream = orders(kernel);
    for (int i = 0; i < count; i++) {
      stream.append(AppendRequest.of(Value.of(i))).orThrow();
    }
    return stream;
  }

  private static LeaseRequest billing() {
    return LeaseRequest.of("billing", TTL);
  }

  private static Cursor at(EventStream stream, long offset) {
    return new Cursor(stream.extent().incarnation(), stream.extent().epoch(), offset);
  }

  @Test
  default void acquire_beginsWhereAskedFor_andLaterAtTheStoredPosition() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      Leases leases = stream.leases();

      assertThat(leases.acquire(LeaseRequest.of("a", TTL)).orThrow().position()).isZero();
      assertThat(leases.acquire(LeaseRequest.of("b", TTL).from(3)).orThrow().position())
          .isEqualTo(3);
      Lease lease = leases.acquire(LeaseRequest.of("c", TTL).fromTail()).orThrow();
      assertThat(lease.cursor()).isEqualTo(stream.extent().tailCursor());
      assertThat(lease.generation()).isEqualTo(1);
      leases.store(lease, at(stream, 5)).orThrow();
      leases.release(lease).orThrow();

      Lease next = leases.acquire(LeaseRequest.of("c", TTL).from(2)).orThrow();

      assertThat(next.generation()).isEqualTo(2);
      assertThat(next.position()).isEqualTo(5);
      assertThat(leases.find("c")).contains(next);
      assertThat(leases.find("d")).isEmpty();
      assertThat(leases.all()).extracting(Lease::consumer).containsExactly("a", "b", "c");
    }
  }

  @Test
  default void forget_removesTheLease_andGivesNoGenerationTwice() {
    Lease first;
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      Leases leases = stream.leases();
      Lease other = leases.acquire(LeaseRequest.of("other", TTL)).orThrow();
      leases.acquire(billing()).orThrow();
      first = leases.takeOver(billing()).orThrow();
      first = leases.store(first, at(stream, 3)).orThrow();

      assertThat(leases.forget("billing")).isEqualTo(new Leasing.Taken(2, first.until()));
      assertThat(leases.find("billing")).contains(first);
      assertThat(leases.forget("nobody")).isEqualTo(new Leasing.Absent("nobody"));
      Lease released = leases.release(first).orThrow();

      assertThat(leases.forget("billing")).isEqualTo(new Leasing.Forgotten(released));
      assertThat(leases.find("billing")).isEmpty();
      assertThat(leases.all()).containsExactly(other);
      assertThat(leases.store(first, at(stream, 4))).isEqualTo(new Leasing.Fenced(0));
      assertThat(leases.forget("billing")).isInstanceOf(Leasing.Absent.class);
    }
    for (int opening = 0; opening < 2; opening++) {
      try (Kernel kernel = reopen()) {
        EventStream stream = orders(kernel);
        assertThat(stream.leases().all()).extracting(Lease::consumer).containsExactly("other");
        assertThat(stream.leases().store(first, at(stream, 4))).isEqualTo(new Leasing.Fenced(0));
      }
    }
    try (Kernel kernel = reopen()) {
      EventStream stream = orders(kernel);
      Lease again = stream.leases().acquire(billing()).orThrow();
      assertThat(again.generation()).isEqualTo(3);
      assertThat(again.position()).isZero();
      assertThat(stream.leases().store(first, at(stream, 4))).isEqualTo(new Leasing.Fenced(3));
      kernel.delete(stream.descriptor().name());
      assertThat(stream.leases().forget("billing")).isInstanceOf(Leasing.Deleted.class);
    }
  }

  @Test
  default void forget_makesRoomForOthers() {
    try (Kernel kernel = open()) {
      Leases leases = orders(kernel, 1).leases();
      for (int i = 0; i < Leases.MOST_CONSUMERS; i++) {
        leases.acquire(LeaseRequest.of("consumer " + i, TTL)).orThrow();
      }
      LeaseRequest more = LeaseRequest.of("one more", TTL);
      assertThatThrownBy(() -> leases.acquire(more)).isInstanceOf(IllegalStateException.class);

      leases.release(leases.find("consumer 7").orElseThrow()).orThrow();
      leases.forget("consumer 7").orThrow();

      assertThat(leases.acquire(more)).isInstanceOf(Leasing.Granted.class);
    }
  }

  @Test
  default void acquire_whileSomebodyHoldsIt_isTakenUntilItExpires() {
    MovedClock clock = new MovedClock();
    try (Kernel kernel = reopen(clock.environment())) {
      EventStream stream = orders(kernel, 5);
      Lease first = stream.leases().acquire(billing()).orThrow();
      clock.move(TTL.minusMillis(1));

      assertThat(stream.leases().acquire(billing())).isEqualTo(new Leasing.Taken(1, first.until()));
      clock.move(Duration.ofMillis(1));
      Lease second = stream.leases().acquire(billing()).orThrow();

      assertThat(second.generation()).isEqualTo(2);
      assertThat(stream.leases().store(first, at(stream, 1))).isEqualTo(new Leasing.Fenced(2));
      assertThat(stream.leases().renew(first)).isEqualTo(new Leasing.Fenced(2));
      assertThat(stream.leases().release(first)).isEqualTo(new Leasing.Fenced(2));
      assertThat(stream.leases().store(second, at(stream, 1)).orThrow().position()).isEqualTo(1);
    }
  }

  @Test
  default void takeOver_fencesWhoHoldsIt() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      Lease old = stream.leases().acquire(billing()).orThrow();
      stream.leases().store(old, at(stream, 2)).orThrow();

      Lease taken = stream.leases().takeOver(billing()).orThrow();

      assertThat(taken.generation()).isEqualTo(2);
      assertThat(taken.position()).isEqualTo(2);
      assertThat(stream.leases().store(old, at(stream, 3))).isEqualTo(new Leasing.Fenced(2));
      assertThat(stream.leases().find("billing")).contains(taken);
    }
  }

  @Test
  default void aLease_lastsAsLongAsItIsRenewedOrUsed() {
    MovedClock clock = new MovedClock();
    try (Kernel kernel = reopen(clock.environment())) {
      EventStream stream = orders(kernel, 5);
      Lease lease = stream.leases().acquire(billing()).orThrow();
      for (int i = 1; i <= 5; i++) {
        clock.move(TTL.minusMillis(1));
        lease = stream.leases().renew(lease).orThrow();
        clock.move(TTL.minusMillis(1));
        lease = stream.leases().store(lease, at(stream, i)).orThrow();
      }
      assertThat(lease.until()).isEqualTo(clock.instant().plus(TTL));
      assertThat(lease.position()).isEqualTo(5);
      clock.move(TTL);

      Leasing.Expired expired = new Leasing.Expired(lease.until());
      assertThat(stream.leases().renew(lease)).isEqualTo(expired);
      assertThat(stream.leases().store(lease, at(stream, 5))).isEqualTo(expired);
      assertThat(stream.leases().release(lease)).isEqualTo(expired);
    }
  }

  @Test
  default void renew_ofAnOlderValueOfTheLease_keepsThePosition() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      Lease lease = stream.leases().acquire(billing()).orThrow();
      stream.leases().store(lease, at(stream, 4)).orThrow();

      assertThat(stream.leases().renew(lease).orThrow().position()).isEqualTo(4);
      assertThat(stream.leases().release(lease).orThrow().position()).isEqualTo(4);
    }
  }

  @Test
  default void aPosition_movesBackOnlyWhenAskedTo_andNeverBeyondTheTail() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      Lease lease = stream.leases().acquire(billing()).orThrow();
      lease = stream.leases().store(lease, at(stream, 4)).orThrow();

      assertThat(stream.leases().store(lease, at(stream, 3))).isEqualTo(new Leasing.Backward(4));
      assertThat(stream.leases().store(lease, at(stream, 6))).isEqualTo(new Leasing.Beyond(5));
      assertThat(stream.leases().store(lease, at(stream, 4)).orThrow().position()).isEqualTo(4);
      assertThat(
              stream
                  .leases()
                  .store(Checkpoint.of(lease, at(stream, 1)).allowingBack().durable())
                  .orThrow()
                  .position())
          .isEqualTo(1);
    }
  }

  @Test
  default void aPositionStoredSince_isMovedOnFromOnlyByWhoKnowsIt() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      Lease lease = stream.leases().acquire(billing()).orThrow();
      Lease newer = stream.leases().store(lease, at(stream, 2)).orThrow();

      assertThat(stream.leases().store(lease, at(stream, 4))).isEqualTo(new Leasing.Moved(2));
      assertThat(stream.leases().store(lease, at(stream, 2))).isEqualTo(new Leasing.Moved(2));
      stream.leases().store(newer, at(stream, 4)).orThrow();
    }
  }

  @Test
  default void aLeaseOfAnotherStream_isRefused() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      EventStream other = kernel.open(StreamDescriptor.generic("other"));
      Lease lease = stream.leases().acquire(billing()).orThrow();

      assertThatThrownBy(() -> other.leases().renew(lease))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("incarnation 2");
      assertThatThrownBy(() -> Checkpoint.of(lease, at(other, 0)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void leases_ofADeletedStream_endWithIt() {
    Lease lease;
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      lease = stream.leases().acquire(billing()).orThrow();
      kernel.delete(stream.descriptor().name());
      Leasing deleted = new Leasing.Deleted(stream.descriptor().name());

      assertThat(stream.leases().renew(lease)).isEqualTo(deleted);
      assertThat(stream.leases().takeOver(billing())).isEqualTo(deleted);
      assertThat(orders(kernel, 5).leases().all()).isEmpty();
    }
    try (Kernel kernel = reopen()) {
      assertThat(orders(kernel).leases().all()).isEmpty();
      assertThatThrownBy(() -> orders(kernel).leases().store(lease, lease.cursor()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void aSealedStream_isConsumedToItsEnd() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      stream.seal(List.of());
      Lease lease = stream.leases().acquire(billing()).orThrow();

      stream.leases().store(lease, at(stream, 5)).orThrow();
    }
  }

  @Test
  default void moreConsumersThanAStreamHas_areRefused() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 1);
      for (int i = 0; i < Leases.MOST_CONSUMERS; i++) {
        stream.leases().acquire(LeaseRequest.of("c" + i, TTL)).orThrow();
      }
      assertThatThrownBy(() -> stream.leases().acquire(billing()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("1024");
      stream.leases().takeOver(LeaseRequest.of("c7", TTL)).orThrow();
      assertThat(stream.leases().all()).hasSize(Leases.MOST_CONSUMERS);
    }
  }

  @Test
  default void aLeaseThatCannotBe_isRefused() {
    assertThatThrownBy(() -> LeaseRequest.of("", TTL)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LeaseRequest.of("x".repeat(201), TTL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 201");
    assertThatThrownBy(() -> LeaseRequest.of("a", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LeaseRequest.of("a", Duration.ofDays(366)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("365 days");
    assertThatThrownBy(() -> LeaseRequest.of("a", TTL).from(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Lag.ofEvents(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void reopen_keepsLeases() {
    MovedClock clock = new MovedClock();
    List<Lease> before;
    try (Kernel kernel = reopen(clock.environment())) {
      EventStream stream = orders(kernel, 5);
      Lease lease = stream.leases().acquire(billing().holding(Lag.ofEvents(7))).orThrow();
      stream.leases().store(lease, at(stream, 3)).orThrow();
      stream.leases().acquire(LeaseRequest.of("Lieferung ü", TTL)).orThrow();
      before = stream.leases().all();
    }
    for (int time = 0; time < 2; time++) {
      try (Kernel kernel = reopen(clock.environment())) {
        EventStream stream = orders(kernel);
        assertThat(stream.leases().all()).isEqualTo(before);
        Lease lease = before.get(1);
        assertThat(lease.position()).isEqualTo(3);
        assertThat(stream.leases().acquire(billing())).isInstanceOf(Leasing.Taken.class);
        assertThat(stream.leases().renew(lease)).isEqualTo(new Leasing.Granted(lease));
      }
    }
  }

  @Test
  default void commit_storesPositionsWithItsAppendsOrNothing() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      EventStream bills = kernel.open(StreamDescriptor.generic("bills"));
      StreamName name = bills.descriptor().name();
      Lease old = stream.leases().acquire(billing()).orThrow();
      Map<StreamName, AppendRequest> bill = Map.of(name, AppendRequest.of(Value.of("bill")));
      Checkpoint stored = Checkpoint.of(old, at(stream, 1));

      Committed committed = kernel.commit(new CommitRequest(bill).with(stored));

      assertThat(committed.all()).isTrue();
      assertThat(committed.leasings().get(stored).orThrow().position()).isEqualTo(1);
      assertThat(bills.extent().tail()).isEqualTo(1);
      assertThat(stream.leases().find("billing").orElseThrow().position()).isEqualTo(1);

      stream.leases().takeOver(billing()).orThrow();
      Checkpoint fenced = Checkpoint.of(old, at(stream, 2));
      committed = kernel.commit(new CommitRequest(bill).with(fenced));

      assertThat(committed)
          .isEqualTo(new Committed(false, Map.of(), Map.of(fenced, new Leasing.Fenced(2))));
      assertThat(bills.extent().tail()).isEqualTo(1);
      assertThat(stream.leases().find("billing").orElseThrow().position()).isEqualTo(1);
    }
  }

  @Test
  default void commit_ofWhichAnAppendIsRefused_storesNoPosition() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      Lease lease = stream.leases().acquire(billing()).orThrow();
      Map<StreamName, AppendRequest> stale =
          Map.of(stream.descriptor().name(), AppendRequest.of(Value.of(1)).ifTailIs(3));

      Committed committed =
          kernel.commit(
              new CommitRequest(stale).with(Checkpoint.of(lease, at(stream, 2)).durable()));

      assertThat(committed.all()).isFalse();
      assertThat(committed.leasings()).isEmpty();
      assertThat(stream.leases().find("billing").orElseThrow().position()).isZero();
      assertThat(stream.leases().store(lease, at(stream, 1)).orThrow().position()).isEqualTo(1);
    }
  }

  @Test
  default void commit_ofSeveralPositions_storesAllOrNone() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 5);
      Lease a = stream.leases().acquire(LeaseRequest.of("a", TTL)).orThrow();
      Lease b = stream.leases().acquire(LeaseRequest.of("b", TTL)).orThrow();
      Checkpoint good = Checkpoint.of(a, at(stream, 1));
      Checkpoint bad = Checkpoint.of(b, at(stream, 6));

      assertThat(kernel.commit(CommitRequest.of(good, bad)))
          .isEqualTo(new Committed(false, Map.of(), Map.of(bad, new Leasing.Beyond(5))));
      assertThat(stream.leases().all()).extracting(Lease::position).containsOnly(0L);
      assertThat(kernel.commit(CommitRequest.of(good, Checkpoint.of(b, at(stream, 5)))).all())
          .isTrue();
      assertThat(stream.leases().all()).extracting(Lease::position).containsExactly(1L, 5L);
      assertThatThrownBy(() -> CommitRequest.of(good, good))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one position a lease");
    }
  }

  @Test
  default void acquiredByManyAtOnce_oneHoldsIt() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel, 5);
      List<Future<Leasing>> outcomes = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        outcomes.add(threads.submit(() -> stream.leases().acquire(billing())));
      }
      int granted = 0;
      for (Future<Leasing> outcome : outcomes) {
        granted += outcome.get() instanceof Leasing.Granted ? 1 : 0;
      }
      assertThat(granted).isEqualTo(1);
    }
  }

  /**
   * Consumers that are stopped, fenced and started again anywhere, each sure that it is the one:
   * with positions stored in the commits of what they make, every order is billed once.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.Seeds#eight")
  default void whoeverConsumes_everyEventHasItsEffectOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MovedClock clock = new MovedClock();
    List<Lease> zombies = new ArrayList<>();
    int total = 300;
    for (int opening = 0; opening < 4; opening++) {
      try (Kernel kernel = reopen(clock.environment())) {
        EventStream stream = opening == 0 ? orders(kernel, total) : orders(kernel);
        StreamName bills = kernel.open(StreamDescriptor.generic("bills")).descriptor().name();
        for (int i = 0; i < 100; i++) {
          Leasing leasing =
              random.nextInt(3) == 0
                  ? stream.leases().takeOver(billing())
                  : stream.leases().acquire(billing());
          if (leasing instanceof Leasing.Granted(Lease lease)) {
            zombies.add(lease);
          }
          clock.move(Duration.ofSeconds(random.nextInt(20)));
          int newest = zombies.size();
          Lease lease = zombies.get(random.nextInt(Math.max(0, newest - 3), newest));
          zombies.add(bill(kernel, stream, bills, lease, random.nextInt(1, 6)));
        }
      }
    }
    try (Kernel kernel = reopen(clock.environment())) {
      EventStream stream = orders(kernel);
      StreamName bills = new StreamName("bills");
      Lease lease = stream.leases().takeOver(billing()).orThrow();
      assertThat(lease.position()).isPositive();
      bill(kernel, stream, bills, lease, total);
      assertThat(EventStreamContract.drain(kernel.find(bills).orElseThrow()))
          .isEqualTo(EventStreamContract.drain(stream));
    }
  }

  private static Lease bill(
      Kernel kernel, EventStream stream, StreamName bills, Lease lease, int atMost) {
    try (Reader reader = stream.read(lease.cursor(), CausalContext.NONE)) {
      List<Value> made = new ArrayList<>();
      while (made.size() < atMost && reader.next() == Step.EVENT) {
        made.add(reader.value());
      }
      if (made.isEmpty()) {
        return lease;
      }
      Checkpoint checkpoint = Checkpoint.of(lease, reader.cursor());
      Committed committed =
          kernel.commit(new CommitRequest(Map.of(bills, AppendRequest.of(made))).with(checkpoint));
      return committed.all() ? committed.leasings().get(checkpoint).orThrow() : lease;
    }
  }

  /** A map that does what leases do, compared after every step of a long random history. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.Seeds#eight")
  default void leases_doAsAPlainMapDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MovedClock clock = new MovedClock();
    Map<String, Lease> model = new HashMap<>();
    List<Lease> given = new ArrayList<>();
    int tail = 0;
    for (int opening = 0; opening < 4; opening++) {
      try (Kernel kernel = reopen(clock.environment())) {
        EventStream stream = orders(kernel);
        for (int i = 0; i < 250; i++) {
          clock.move(Duration.ofSeconds(random.nextInt(8)));
          int action = random.nextInt(6);
          if (action == 0 || given.isEmpty()) {
            stream.append(AppendRequest.of(Value.of(tail))).orThrow();
            tail++;
          }
          if (action == 1 || given.isEmpty()) {
            String consumer = "c" + random.nextInt(4);
            boolean takeOver = random.nextBoolean();
            LeaseRequest request = LeaseRequest.of(consumer, TTL).from(random.nextInt(tail + 2));
            Leasing expected = acquired(model.get(consumer), request, takeOver, clock, tail);
            assertThat(
                    takeOver ? stream.leases().takeOver(request) : stream.leases().acquire(request))
                .isEqualTo(expected);
            keep(expected, model, given);
          }
          if (action > 1) {
            Lease any = given.get(random.nextInt(given.size()));
            Lease current = model.get(any.consumer());
            Lease lease = random.nextBoolean() ? any : current;
            long position = random.nextInt(tail + 2);
            boolean back = random.nextBoolean();
            Cursor cursor = new Cursor(1, 0, position);
            Checkpoint checkpoint = new Checkpoint(lease, cursor, back, Durability.LOG);
            Leasing expected = stored(current, checkpoint, clock, tail);
            assertThat(stream.leases().store(checkpoint)).isEqualTo(expected);
            keep(expected, model, given);
          }
          for (Lease lease : model.values()) {
            assertThat(stream.leases().find(lease.consumer())).contains(lease);
          }
        }
      }
    }
    assertThat(model).hasSize(4);
  }

  private static void keep(Leasing outcome, Map<String, Lease> model, List<Lease> given) {
    if (outcome instanceof Leasing.Granted(Lease lease)) {
      model.put(lease.consumer(), lease);
      given.add(lease);
    }
  }

  private static Leasing acquired(
      Lease before, LeaseRequest request, boolean takeOver, MovedClock clock, long tail) {
    if (before != null && clock.instant().isBefore(before.until()) && !takeOver) {
      return new Leasing.Taken(before.generation(), before.until());
    }
    return new Leasing.Granted(
        new Lease(
            request.consumer(),
            before == null ? 1 : before.generation() + 1,
            before == null ? new Cursor(1, 0, Math.min(request.from(), tail)) : before.cursor(),
            TTL,
            clock.instant().plus(TTL),
            Lag.NONE));
  }

  private static Leasing stored(Lease current, Checkpoint checkpoint, MovedClock clock, long tail) {
    long position = checkpoint.cursor().offset();
    if (current.generation() != checkpoint.lease().generation()) {
      return new Leasing.Fenced(current.generation());
    }
    if (!clock.instant().isBefore(current.until())) {
      return new Leasing.Expired(current.until());
    }
    if (!current.cursor().equals(checkpoint.lease().cursor())) {
      return new Leasing.Moved(current.position());
    }
    if (position < current.position() && !checkpoint.back()) {
      return new Leasing.Backward(current.position());
    }
    if (position > tail) {
      return new Leasing.Beyond(tail);
    }
    return new Leasing.Granted(
        new Lease(
            current.consumer(),
            current.generation(),
            checkpoint.cursor(),
            TTL,
            clock.instant().plus(TTL),
            Lag.NONE));
  }
}
