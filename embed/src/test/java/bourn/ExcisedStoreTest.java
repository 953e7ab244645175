package bourn;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.Transaction;
import bourn.index.DatomOrder;
import bourn.index.DatomStream;
import bourn.kernel.Deadline;
import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.ProgressListener;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is excised is in no file of the store, whatever stops the work in the middle. */
@Timeout(300)
final class ExcisedStoreTest {

  private static final String SECRET = "qV7)z#Kw2!";
  private static final int PEOPLE = 3_000;

  @TempDir Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  /** The process that is killed: says when it begins to forget, and when it is done. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (Bourn bourn = Bourn.open(Path.of(arguments[0]))) {
        DatomStream people = bourn.datoms("people");
        people.transact(Edn.readAll("{:db/excise :secret}"));
        System.out.println("begun");
        boolean _ = people.awaitExcised(Deadline.NEVER);
        System.out.println("done");
      }
    }
  }

  private static void fill(DatomStream people) {
    people.transact(
        Edn.readAll(
            "{:db/ident :secret :db/valueType :db.type/string} {:db/ident :name :db/valueType"
                + " :db.type/string} {:db/ident :note :db/noHistory true}"));
    SplittableRandom random = new SplittableRandom(1);
    int first = 0;
    while (first < PEOPLE) {
      int until = Math.min(PEOPLE, first + (random.nextInt(4) == 0 ? 400 : 5));
      List<Value> forms = new ArrayList<>();
      for (int i = first; i < until; i++) {
        forms.add(
            Value.map(
                "db/id", 10_000 + i, "name", "n" + i, "secret", SECRET + i, "note", SECRET + i));
      }
      people.transact(forms);
      if (first % 3 == 0) {
        people.transact(
            Edn.readAll("[:db/add " + (10_000 + first) + " :secret \"" + SECRET + "\"]"));
        people.transact(Edn.readAll("[:db/add " + (10_000 + first) + " :note \"open\"]"));
      }
      first = until;
    }
  }

  private List<Path> filesWithTheSecret() throws IOException {
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(store())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try {
          if (contains(Files.readAllBytes(file), secret)) {
            found.add(file);
          }
        } catch (NoSuchFileException gone) {
          assertThat(file).doesNotExist();
        }
      }
    }
    return found;
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int at = 0; at + part.length <= bytes.length; at++) {
      int same = 0;
      while (same < part.length && bytes[at + same] == part[same]) {
        same++;
      }
      if (same == part.length) {
        return true;
      }
    }
    return false;
  }

  private static List<Datom> log(DatomStream stream) {
    List<Datom> datoms = new ArrayList<>();
    try (Reader reader = stream.stream().bound().read()) {
      while (reader.next() == Step.EVENT) {
        datoms.addAll(Transaction.of(reader.offset(), reader.value()).datoms());
      }
    }
    return datoms;
  }

  @Test
  void whenItIsDone_noFileHasIt() throws Exception {
    try (Bourn bourn = Bourn.open(store())) {
      DatomStream people = bourn.datoms("people");
      fill(people);
      people.settle();
      bourn.kernel().derived().flush();
      assertThat(filesWithTheSecret()).isNotEmpty();

      people.transact(Edn.readAll("{:db/excise :secret} {:db/excise :note}"));
      assertThat(people.awaitExcised(Deadline.in(Duration.ofSeconds(60)))).isTrue();

      assertThat(filesWithTheSecret()).isEmpty();
      assertThat(people.db().datoms(DatomOrder.AEVT, Keyword.of("name")).toList()).hasSize(PEOPLE);
      people.transact(Edn.readAll("{:name \"afterwards\"}"));
    }
    assertThat(filesWithTheSecret()).isEmpty();
    try (Bourn bourn = Bourn.open(store())) {
      assertThat(bourn.datoms("people").verify(ProgressListener.NONE).findings()).isEmpty();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void killedInTheMiddle_itIsDoneWhenTheStoreIsOpened(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (Bourn bourn = Bourn.open(store())) {
      DatomStream people = bourn.datoms("people");
      fill(people);
      people.transact(Edn.readAll("{:db/excise :note}"));
      assertThat(people.awaitExcised(Deadline.in(Duration.ofSeconds(60)))).isTrue();
    }
    for (int kill = 0; kill < 2; kill++) {
      runAndKill(random.nextInt(500));
    }
    try (Bourn bourn = Bourn.open(store())) {
      DatomStream people = bourn.datoms("people");
      assertThat(people.awaitExcised(Deadline.in(Duration.ofSeconds(60)))).isTrue();

      long secret = people.db().attribute(Keyword.of("secret")).id();
      assertThat(log(people)).noneMatch(datom -> datom.attribute() == secret);
      assertThat(people.db().datoms(DatomOrder.AEVT, Keyword.of("name")).toList()).hasSize(PEOPLE);
      assertThat(people.verify(ProgressListener.NONE).findings()).isEmpty();
      assertThat(people.db().datoms(DatomOrder.AEVT, Value.of(BuiltIn.EXCISE)).toList())
          .hasSameSizeAs(people.db().datoms(DatomOrder.AEVT, Value.of(BuiltIn.EXCISED)).toList());
      assertThat(filesWithTheSecret()).isEmpty();
    }
  }

  /** Runs a child until it has begun and so many milliseconds more, and kills it. */
  private void runAndKill(int millis) throws IOException, InterruptedException {
    Process child = Children.start(Child.class, 256, store().toString());
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(said.readLine()).isEqualTo("begun");
      TimeUnit.MILLISECONDS.sleep(millis);
    } finally {
      child.destroyForcibly().onExit().join();
    }
  }
}
