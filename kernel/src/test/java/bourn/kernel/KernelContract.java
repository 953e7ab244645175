package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel promises beyond its single streams. */
@Timeout(60)
public abstract class KernelContract extends EventStreamContract {

  private static EventStream open(Kernel kernel, String name) {
    return kernel.open(StreamDescriptor.generic(name));
  }

  private static StreamName name(String name) {
    return new StreamName(name);
  }

  @Test
  void open_twice_isTheSameStream() {
    try (Kernel kernel = open()) {
      EventStream stream = open(kernel, "a");
      stream.append(AppendRequest.of(Value.of(1)));

      assertThat(open(kernel, "a").extent()).isEqualTo(stream.extent());
      assertThat(kernel.find(name("a"))).contains(stream);
      assertThat(kernel.find(stream.extent().incarnation())).contains(stream);
      assertThat(kernel.find(name("b"))).isEmpty();
      assertThat(kernel.streams()).containsExactly(StreamDescriptor.generic("a"));
    }
  }

  @Test
  void open_asAnotherKind_isRefused() {
    try (Kernel kernel = open()) {
      open(kernel, "a");

      assertThatThrownBy(() -> kernel.open(StreamDescriptor.datom("a")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(":generic")
          .hasMessageContaining(":datom");
    }
  }

  @Test
  void open_byManyAtOnce_makesOneStream() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> incarnations = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        incarnations.add(
            threads.submit(
                () -> {
                  EventStream stream = open(kernel, "a");
                  stream.append(AppendRequest.of(Value.of(1))).orThrow();
                  return stream.extent().incarnation();
                }));
      }
      for (Future<Long> incarnation : incarnations) {
        assertThat(incarnation.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      }
      assertThat(open(kernel, "a").extent().tail()).isEqualTo(50);
    }
  }

  @Test
  void namesThatLookLikePaths_areOrdinaryNames() {
    try (Kernel kernel = open()) {
      open(kernel, "a/b/../../../etc/passwd").append(AppendRequest.of(Value.of(1))).orThrow();
      assertThatThrownBy(() -> open(kernel, "../a")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> open(kernel, "/a")).isInstanceOf(IllegalArgumentException.class);
    }
    try (Kernel kernel = reopen()) {
      assertThat(drain(open(kernel, "a/b/../../../etc/passwd"))).containsExactly(Value.of(1));
    }
  }

  @Test
  void commit_appendsToAllStreams() {
    try (Kernel kernel = open()) {
      EventStream a = open(kernel, "a");
      EventStream b = open(kernel, "b");

      Committed committed =
          kernel.commit(
              new CommitRequest(
                  Map.of(
                      name("a"), AppendRequest.of(Value.of(1)),
                      name("b"), AppendRequest.of(Value.of(2), Value.of(3)).durable())));

      assertThat(committed.all()).isTrue();
      assertThat(committed.outcomes().get(name("b")).orThrow().last()).isEqualTo(1);
      assertThat(drain(a)).containsExactly(Value.of(1));
      assertThat(drain(b)).containsExactly(Value.of(2), Value.of(3));
    }
  }

  @Test
  void commit_ofWhichOneIsRefused_appendsNothing() {
    try (Kernel kernel = open()) {
      EventStream a = open(kernel, "a");
      EventStream b = open(kernel, "b");
      b.append(AppendRequest.of(Value.of(0)));
      Map<StreamName, AppendRequest> appends = new LinkedHashMap<>();
      appends.put(name("a"), AppendRequest.of(Value.of(1)));
      appends.put(name("b"), AppendRequest.of(Value.of(2)).ifTailIs(0));

      Committed committed = kernel.commit(new CommitRequest(appends));

      assertThat(committed.all()).isFalse();
      assertThat(committed.outcomes()).containsOnlyKeys(name("b"));
      assertThat(committed.outcomes().get(name("b"))).isInstanceOf(Append.Conflict.class);
      assertThat(a.extent().tail()).isZero();
      assertThat(b.extent().tail()).isEqualTo(1);
    }
  }

  @Test
  void commit_toAStreamThatIsNotThere_isRefused() {
    try (Kernel kernel = open()) {
      assertThatThrownBy(
              () ->
                  kernel.commit(
                      new CommitRequest(Map.of(name("a"), AppendRequest.of(Value.of(1))))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a");
    }
  }

  /** Two streams that always grow together are equally long in every cut. */
  @Test
  void cut_seesAllOfACommitOrNothing() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      open(kernel, "a");
      open(kernel, "b");
      Future<?> writer =
          threads.submit(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  kernel.commit(
                      new CommitRequest(
                          Map.of(
                              name("a"), AppendRequest.of(Value.of(i)),
                              name("b"), AppendRequest.of(Value.of(i)))));
                }
              });
      long before = 0;
      while (!writer.isDone()) {
        Cut cut = kernel.cut(List.of(name("a"), name("b")));
        assertThat(cut.bounds().get(name("a"))).isEqualTo(cut.bounds().get(name("b")));
        assertThat(cut.commit()).isGreaterThanOrEqualTo(before);
        before = cut.commit();
      }
      writer.get();
    }
  }

  @Test
  void stamp_carriesWhatTheContextReadAndAppended() {
    try (Kernel kernel = open()) {
      EventStream a = open(kernel, "a");
      EventStream b = open(kernel, "b");
      EventStream c = open(kernel, "c");
      a.append(AppendRequest.of(Value.of(0), Value.of(1), Value.of(2)));
      b.append(AppendRequest.of(Value.of(0), Value.of(1)));
      CausalContext context = kernel.newContext();
      try (Reader reader = a.read(a.extent().earliestCursor(), context)) {
        reader.next();
        reader.next();
        b.bound(new Bound(0, 1), context).observe();

        Stamp one = c.append(AppendRequest.of(Value.of(3)).within(context)).orThrow().stamp();
        Stamp two = c.append(AppendRequest.of(Value.of(4)).within(context)).orThrow().stamp();

        assertThat(one.causes()).containsExactly(new Reference(1, 1), new Reference(2, 0));
        assertThat(two.causes())
            .containsExactly(new Reference(1, 1), new Reference(2, 0), new Reference(3, 0));
        assertThat(two.hlc()).isGreaterThan(one.hlc());
        assertThat(two.origin()).isEqualTo(one.origin());
        try (Reader written = c.read(c.extent().earliestCursor(), CausalContext.NONE)) {
          written.next();
          assertThat(written.stamp()).isEqualTo(one);
        }
      }
    }
  }

  @Test
  void stamp_ofAContextThatReadVeryMuch_pointsToTheRestOfItsCauses() {
    try (Kernel kernel = open()) {
      CausalContext context = kernel.newContext();
      for (int i = 1; i <= 100; i++) {
        EventStream read = open(kernel, "read" + i);
        read.append(AppendRequest.of(Value.of(i)));
        read.bound(read.extent().bound(), context).observe();
      }
      EventStream written = open(kernel, "written");

      List<Reference> causes =
          written.append(AppendRequest.of(Value.of(0)).within(context)).orThrow().stamp().causes();

      assertThat(causes).hasSize(Stamp.MOST_CAUSES);
      Reference rest = causes.getLast();
      EventStream frontiers = kernel.find(rest.incarnation()).orElseThrow();
      assertThat(frontiers.descriptor().name()).isEqualTo(name("bourn/frontiers"));
      List<Value> all = new ArrayList<>(causes.subList(0, Stamp.MOST_CAUSES - 1));
      all.addAll(((Value.Items) drain(frontiers).get((int) rest.offset())).items());
      assertThat(all).containsExactlyElementsOf(context.frontier().subList(0, 100));
    }
  }

  @Test
  void reopen_keepsEverything() {
    SplittableRandom random = new SplittableRandom(7);
    Map<String, List<Value>> model = new LinkedHashMap<>();
    List<Extent> extents = new ArrayList<>();
    List<Stamp> stamps = new ArrayList<>();
    try (Kernel kernel = open()) {
      for (String name : List.of("a", "b", "c")) {
        model.put(name, new ArrayList<>());
        open(kernel, name);
      }
      for (int i = 0; i < 500; i++) {
        String name = List.of("a", "b", "c").get(random.nextInt(3));
        List<Value> batch = new ArrayList<>();
        for (int size = random.nextInt(1, 20); size > 0; size--) {
          batch.add(Value.map("i", i, "text", "x".repeat(random.nextInt(200))));
        }
        stamps.add(open(kernel, name).append(AppendRequest.of(batch)).orThrow().stamp());
        model.get(name).addAll(batch);
      }
      open(kernel, "c").seal(List.of());
      model.keySet().forEach(name -> extents.add(open(kernel, name).extent()));
    }
    for (int time = 0; time < 2; time++) {
      try (Kernel kernel = reopen()) {
        int i = 0;
        for (String name : model.keySet()) {
          EventStream stream = open(kernel, name);
          Extent before = extents.get(i);
          assertThat(drain(stream)).isEqualTo(model.get(name));
          assertThat(stream.extent().tail()).isEqualTo(before.tail());
          assertThat(stream.extent().durableTail()).isEqualTo(before.tail());
          assertThat(stream.extent().sealed()).isEqualTo(before.sealed());
          assertThat(stream.extent().incarnation()).isEqualTo(before.incarnation());
          assertThat(stream.extent().epoch()).isEqualTo(before.epoch());
          i++;
        }
        EventStream added = open(kernel, "d" + time);
        assertThat(added.extent().incarnation()).isEqualTo(4 + time);
        Stamp stamp = added.append(AppendRequest.of(Value.of(1))).orThrow().stamp();
        assertThat(stamp.hlc()).isGreaterThan(stamps.getLast().hlc());
        assertThat(stamp.origin()).isEqualTo(stamps.getLast().origin());
        stamps.add(stamp);
        assertThat(open(kernel, "c").append(AppendRequest.of(Value.of(1))))
            .isInstanceOf(Append.Sealed.class);
      }
    }
  }

  /** A reader continues from the live tail into what only the state holds, and back. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void historyAndLiveTail_joinWithoutASeam(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Value> model = new ArrayList<>();
    try (Kernel kernel = open()) {
      appendSome(open(kernel, "a"), model, random);
    }
    try (Kernel kernel = reopen()) {
      EventStream stream = open(kernel, "a");
      try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
        List<Value> read = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          appendSome(stream, model, random);
          for (int steps = random.nextInt(400); steps > 0 && reader.next() == Step.EVENT; steps--) {
            read.add(reader.value());
          }
        }
        read.addAll(drain(reader));
        assertThat(read).isEqualTo(model);
      }
      assertThat(drain(stream)).isEqualTo(model);
    }
  }

  private static void appendSome(EventStream stream, List<Value> model, SplittableRandom random) {
    for (int i = 0; i < 20; i++) {
      List<Value> batch = new ArrayList<>();
      for (int size = random.nextInt(1, 10); size > 0; size--) {
        batch.add(Value.of(random.nextLong()));
      }
      stream.append(AppendRequest.of(batch)).orThrow();
      model.addAll(batch);
    }
  }

  @Test
  void derived_outlivesTheKernel() {
    byte[] key = {1, 2, 3};
    try (Kernel kernel = open()) {
      open(kernel, "a").append(AppendRequest.of(Value.of(1)));
      kernel
          .derived()
          .write(new KeyValue.Batch().put(KeyValue.Family.SEGMENTS, key, new byte[] {9}));
      assertThat(open(kernel, "a").extent().durableTail()).isEqualTo(1);
      kernel.derived().close();
      assertThat(kernel.derived().get(KeyValue.Family.SEGMENTS, key)).containsExactly(9);
    }
    try (Kernel kernel = reopen()) {
      assertThat(kernel.derived().get(KeyValue.Family.SEGMENTS, key)).containsExactly(9);
    }
  }

  @Test
  void close_twice_doesNothing() {
    Kernel kernel = open();
    kernel.close();
    kernel.close();
    assertThatThrownBy(() -> open(kernel, "a")).isInstanceOf(IllegalStateException.class);
  }
}
