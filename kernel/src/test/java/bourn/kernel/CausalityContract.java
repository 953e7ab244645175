package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel promises of the causal order of events. */
public interface CausalityContract extends KernelFixture {

  /** The seeds of the random histories. */
  static LongStream seeds() {
    return Seeds.usually(8);
  }

  private static EventStream open(Kernel kernel, String name) {
    return kernel.open(StreamDescriptor.generic(name));
  }

  private static Reference append(EventStream stream, CausalContext context) {
    long offset = stream.append(AppendRequest.of(Value.of(0)).within(context)).orThrow().first();
    return new Reference(stream.extent().incarnation(), offset);
  }

  private static void read(EventStream stream, long offset, CausalContext context) {
    stream.bound(new Bound(offset, offset + 1), context).observe();
  }

  @Test
  default void whatWasRead_isBeforeWhatIsAppendedThen() {
    try (Kernel kernel = open()) {
      EventStream orders = open(kernel, "orders");
      EventStream bills = open(kernel, "bills");
      Reference order = append(orders, CausalContext.NONE);
      Reference unread = append(orders, CausalContext.NONE);
      CausalContext context = kernel.newContext();
      read(orders, 0, context);
      Reference bill = append(bills, context);
      CausalOrder causal = kernel.order();

      assertThat(causal.before(order, bill)).isTrue();
      assertThat(causal.before(bill, order)).isFalse();
      assertThat(causal.relate(bill, order)).isEqualTo(Causality.Known.AFTER);
      assertThat(causal.before(order, unread)).isTrue();
      assertThat(causal.concurrent(unread, bill)).isTrue();
      assertThat(causal.concurrent(order, bill)).isFalse();
      assertThat(causal.relate(order, order)).isEqualTo(Causality.Known.SAME);
    }
  }

  @Test
  default void before_goesThroughWhatLiesBeforeACauseInItsStream() {
    try (Kernel kernel = open()) {
      EventStream a = open(kernel, "a");
      EventStream b = open(kernel, "b");
      EventStream c = open(kernel, "c");
      Reference first = append(a, CausalContext.NONE);
      CausalContext one = kernel.newContext();
      read(a, 0, one);
      append(b, one);
      append(b, CausalContext.NONE);
      CausalContext two = kernel.newContext();
      read(b, 1, two);
      Reference last = append(c, two);

      assertThat(kernel.order().before(first, last)).isTrue();
    }
  }

  @Test
  default void anEventThatWasNeverAppended_isRefused() {
    try (Kernel kernel = open()) {
      Reference first = append(open(kernel, "a"), CausalContext.NONE);

      assertThatThrownBy(() -> kernel.order().relate(first, new Reference(1, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[0, 1)");
      assertThatThrownBy(() -> kernel.order().stamp(new Reference(1, 1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** What a deleted stream would have said is unknown, and only that. */
  @Test
  default void aPathThroughADeletedStream_isUnknown() {
    try (Kernel kernel = open()) {
      EventStream a = open(kernel, "a");
      EventStream b = open(kernel, "b");
      EventStream c = open(kernel, "c");
      final Reference before = append(a, CausalContext.NONE);
      CausalContext one = kernel.newContext();
      read(a, 0, one);
      Reference middle = append(b, one);
      CausalContext two = kernel.newContext();
      read(b, 0, two);
      Reference last = append(c, two);
      Reference later = append(a, CausalContext.NONE);
      Stamp stamp = kernel.order().stamp(middle).orElseThrow();
      kernel.delete(b.descriptor().name());
      CausalOrder causal = kernel.order();

      assertThat(causal.relate(before, last)).isEqualTo(new Causality.Unknown(List.of(middle)));
      assertThatThrownBy(() -> causal.before(before, last))
          .isInstanceOf(UnknownCausalityException.class)
          .hasMessageContaining("#bourn/ref [2 0]");
      assertThat(causal.relate(last, later)).isEqualTo(Causality.Known.CONCURRENT);
      assertThat(causal.relate(middle, last)).isEqualTo(Causality.Known.BEFORE);
      assertThat(causal.stamp(middle)).isEmpty();
      assertThat(causal.relate(before, middle)).isInstanceOf(Causality.Unknown.class);
      assertThat(
              causal.relate(
                  new Stamped(before, causal.stamp(before).orElseThrow()),
                  new Stamped(middle, stamp)))
          .isEqualTo(Causality.Known.BEFORE);
    }
  }

  /** What retention took is unknown where it could matter, and a removed cause of a cut. */
  @Test
  default void aPathThroughWhatRetentionTook_isUnknown() {
    try (Kernel kernel = open()) {
      EventStream a = open(kernel, "a");
      EventStream b = open(kernel, "b");
      EventStream c = open(kernel, "c");
      append(b, CausalContext.NONE);
      final Reference before = append(a, CausalContext.NONE);
      CausalContext one = kernel.newContext();
      read(a, 0, one);
      append(b, one);
      append(b, CausalContext.NONE);
      CausalContext two = kernel.newContext();
      read(b, 1, two);
      Reference last = append(c, two);
      Reference later = append(a, CausalContext.NONE);
      append(b, CausalContext.NONE);
      CausalOrder causal = kernel.order();
      b.trim(1);
      assertThat(causal.relate(before, last)).isEqualTo(Causality.Known.BEFORE);
      b.trim(2);

      assertThat(causal.relate(before, last))
          .isEqualTo(new Causality.Unknown(List.of(new Reference(2, 1))));
      assertThat(causal.relate(later, last)).isEqualTo(Causality.Known.CONCURRENT);
      assertThat(causal.relate(new Reference(2, 0), last)).isEqualTo(Causality.Known.BEFORE);
      assertThat(causal.relate(last, new Reference(2, 3))).isEqualTo(Causality.Known.CONCURRENT);
      assertThat(causal.stamp(new Reference(2, 1))).isEmpty();
      List<StreamName> cut = List.of(b.descriptor().name(), c.descriptor().name());
      assertThat(causal.causes(kernel.cut(cut)))
          .isEqualTo(new CutCauses(List.of(new Reference(2, 1)), List.of()));
    }
  }

  @Test
  default void theStreamOfFrontiers_isTheKernelsOwn() {
    try (Kernel kernel = open()) {
      CausalContext context = kernel.newContext();
      for (int i = 0; i < 70; i++) {
        append(open(kernel, "s" + i), CausalContext.NONE);
        read(open(kernel, "s" + i), 0, context);
      }
      append(open(kernel, "last"), context);
      StreamName frontiers = new StreamName("bourn/frontiers");

      assertThat(kernel.find(frontiers)).isPresent();
      assertThat(kernel.streams()).hasSize(71);
      assertThatThrownBy(() -> open(kernel, "bourn/frontiers"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("kernel's own");
      assertThatThrownBy(() -> open(kernel, "bourn/mine"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> kernel.delete(frontiers))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> open(kernel, "s1").fork(frontiers, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Random streams, forks and contexts, narrow and wide, and the graph of what led to what. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  default void relate_isReachabilityInTheGraphOfCauses(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    CausalModel model = new CausalModel(random);
    open().close();
    for (int opening = 0; opening < 2; opening++) {
      try (Kernel kernel = reopen()) {
        model.grow(kernel, seed % 4 == 3 ? 90 : 6, 200);
        CausalOrder causal = kernel.order();
        Map<Causality, Integer> seen = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
          CausalModel.Event one = model.any();
          CausalModel.Event other = model.any();
          Causality expected = model.relate(one, other);
          assertThat(causal.relate(one.name(), other.name()))
              .as("%s to %s", one, other)
              .isEqualTo(expected);
          seen.merge(expected, 1, Integer::sum);
        }
        assertThat(seen)
            .containsKeys(
                Causality.Known.BEFORE, Causality.Known.AFTER, Causality.Known.CONCURRENT);
      }
    }
  }

  /** With streams deleted the answer is the right one, or that it is unknown for their sake. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  default void relate_withDeletedStreams_isRightOrUnknown(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    CausalModel model = new CausalModel(random);
    try (Kernel kernel = open()) {
      model.grow(kernel, 8, 300);
      Set<Long> deleted = new HashSet<>();
      for (StreamName name : List.of(new StreamName("s1"), new StreamName("s4"))) {
        deleted.add(kernel.find(name).orElseThrow().extent().incarnation());
        kernel.delete(name);
      }
      int known = 0;
      for (int i = 0; i < 1_000; i++) {
        CausalModel.Event one = model.any();
        CausalModel.Event other = model.any();
        switch (kernel.order().relate(one.name(), other.name())) {
          case Causality.Known told -> {
            assertThat(told).as("%s to %s", one, other).isEqualTo(model.relate(one, other));
            known++;
          }
          case Causality.Unknown(List<Reference> missing) ->
              assertThat(missing)
                  .isNotEmpty()
                  .allMatch(event -> deleted.contains(event.incarnation()));
          case Causality.TooFar tooFar -> throw new AssertionError(tooFar);
        }
      }
      assertThat(known).isGreaterThan(200);
    }
  }

  /** Whoever cuts while others append has no event without its causes. */
  @Test
  default void aCut_isCausallyClosed() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<StreamName> names = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        names.add(open(kernel, "s" + i).descriptor().name());
      }
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        SplittableRandom random = new SplittableRandom(i);
        writers.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 500; n++) {
                    CausalContext context = kernel.newContext();
                    EventStream read = kernel.find(names.get(random.nextInt(4))).orElseThrow();
                    read.bound(read.extent().bound(), context).observe();
                    append(kernel.find(names.get(random.nextInt(4))).orElseThrow(), context);
                  }
                }));
      }
      while (!writers.stream().allMatch(Future::isDone)) {
        Cut cut = kernel.cut(names);
        for (StreamName name : names) {
          EventStream stream = kernel.find(name).orElseThrow();
          stream
              .bound(cut.bounds().get(name), CausalContext.NONE)
              .chunks(
                  (first, count, from, until, stamp, body) -> {
                    for (Reference cause : stamp.causes()) {
                      StreamName of = names.get((int) cause.incarnation() - 1);
                      assertThat(cut.bounds().get(of).contains(cause.offset())).isTrue();
                    }
                    return true;
                  });
        }
        assertThat(kernel.order().causes(cut).isEmpty()).isTrue();
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
  }

  @Test
  default void causes_ofACut_areThoseOfOtherStreamsAndThoseThatAreGone() {
    try (Kernel kernel = open()) {
      CausalContext context = kernel.newContext();
      for (int i = 0; i < 70; i++) {
        EventStream read = open(kernel, "s" + i);
        append(read, CausalContext.NONE);
        append(read, CausalContext.NONE);
        append(read, CausalContext.NONE);
        read(read, 1, context);
      }
      EventStream last = open(kernel, "last");
      append(last, context);
      read(open(kernel, "s7"), 2, context);
      append(last, context);
      kernel.delete(new StreamName("s3"));
      List<StreamName> asked = new ArrayList<>(List.of(last.descriptor().name()));
      List<Reference> elsewhere = new ArrayList<>();
      for (int i = 0; i < 70; i++) {
        if (i >= 60) {
          asked.add(new StreamName("s" + i));
        } else if (i != 3) {
          elsewhere.add(new Reference(i + 1, i == 7 ? 2 : 1));
        }
      }

      CutCauses causes = kernel.order().causes(kernel.cut(asked));

      assertThat(causes.removed()).containsExactly(new Reference(4, 1));
      assertThat(causes.elsewhere()).isEqualTo(elsewhere);
      assertThat(causes.isEmpty()).isFalse();
    }
  }

  @Test
  default void causes_ofACutOfAFork_areInsideIfItSharesThem() {
    try (Kernel kernel = open()) {
      EventStream parent = open(kernel, "parent");
      for (int i = 0; i < 4; i++) {
        append(parent, CausalContext.NONE);
      }
      EventStream fork = parent.fork(new StreamName("fork"), 2);
      CausalContext shared = kernel.newContext();
      read(parent, 1, shared);
      append(fork, shared);
      List<StreamName> cut = List.of(fork.descriptor().name());
      assertThat(kernel.order().causes(kernel.cut(cut)).isEmpty()).isTrue();
      CausalContext unshared = kernel.newContext();
      read(parent, 2, unshared);
      append(fork, unshared);

      assertThat(kernel.order().causes(kernel.cut(cut)))
          .isEqualTo(new CutCauses(List.of(), List.of(new Reference(1, 2))));
    }
  }
}
