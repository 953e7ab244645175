package bourn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.Bourn;
import bourn.index.DatomStream;
import bourn.kernel.AppendRequest;
import bourn.kernel.Edn;
import bourn.kernel.KeyValue;
import bourn.kernel.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands about whole stores: backup, restore, verify, salvage; and reading beside a writer.
 */
final class StoreCommandsTest {

  @TempDir Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @BeforeEach
  void makeAStore() {
    try (Bourn bourn = Bourn.open(folder.resolve("store"))) {
      bourn.stream("orders").append(AppendRequest.of(Value.of("tea"), Value.of("milk"))).orThrow();
    }
  }

  @Test
  void backup_thenRestore_bringsTheStoreBack() {
    assertThat(Run.of("backup", path("store"), path("backups")).status()).isZero();
    Run second = Run.of("backup", path("store"), path("backups"));
    assertThat(second.out()).contains("000002").contains("shared with the backup before");
    assertThat(Run.of("verify", path("backups")).status()).isZero();

    assertThat(Run.of("restore", path("backups"), path("back")).status()).isZero();
    assertThat(Run.of("events", "orders", "--data", path("back")).out()).contains("milk");
    Run again = Run.of("restore", path("backups"), path("back"));
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("must be empty");
  }

  @Test
  void verify_findsDamage_andSalvageRecoversTheRest() throws IOException {
    Run whole = Run.of("verify", path("store"));
    assertThat(whole.status()).isZero();
    assertThat(whole.err()).contains("as it was written");
    Files.delete(folder.resolve("store/state/CURRENT"));

    Run damaged = Run.of("verify", path("store"));
    assertThat(damaged.status()).isEqualTo(3);
    assertThat(damaged.out()).contains("CURRENT");
    Run refused = Run.of("events", "orders", "--data", path("store"));
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("bourn salvage").doesNotContain("Exception");

    Run salvaged = Run.of("salvage", path("store"), path("new"), "--format", "ndjson");
    assertThat(salvaged.status()).isZero();
    assertThat(salvaged.out()).contains("\"recovered\":2");
    assertThat(Run.of("events", "orders", "--data", path("new")).out()).contains("tea");
    assertThat(Run.of("events", "salvages", "--data", path("new")).out()).contains("orders");
    assertThat(Run.of("salvage", path("store"), path("new")).status()).isEqualTo(1);
  }

  @Test
  void sql_appendsOnlyWhenItMayWrite() {
    String data = path("store");
    try (Bourn bourn = Bourn.open(folder.resolve("store"))) {
      bourn.stream("orders").append(AppendRequest.of(Value.map("item", "tea"))).orThrow();
    }
    String insert = "INSERT INTO orders (item) VALUES ('jam'), ('milk')";
    Run refused = Run.of("sql", insert, "--data", data);
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("may only read", "--write").doesNotContain("Exception");
    Run inserted = Run.of("sql", "--write", insert, "--data", data);
    assertThat(inserted.status()).as(inserted.err()).isZero();
    assertThat(inserted.out()).contains("2");
    assertThat(Run.of("events", "orders", "--data", data).out()).contains("tea", "jam", "milk");
  }

  @Test
  void readingCommands_besideAWriter_answerAsOfNow() {
    try (Bourn writer = Bourn.open(folder.resolve("store"))) {
      writer.stream("orders").append(AppendRequest.of(Value.of("sugar"))).orThrow();
      String data = path("store");

      Run events = Run.of("events", "orders", "--data", data);
      assertThat(events.status()).isZero();
      assertThat(events.out()).contains("sugar");
      assertThat(events.err()).contains("is open already").contains("this is what it held at");
      assertThat(Run.of("streams", "--data", data).out()).contains("orders");
      assertThat(Run.of("sql", "SELECT COUNT(*) AS n FROM orders", "--data", data).out())
          .contains("3");
      assertThat(
              Run.of(
                      "q",
                      "[:find (count ?e) . :in $orders :where [$orders ?e :event/value]]",
                      "--data",
                      data)
                  .out())
          .contains("3");
      writer.datoms("people").transact(Edn.readAll("{:name \"Ada\"}"));
      Run verified = Run.of("index", "verify", "people", "--data", data);
      assertThat(verified.status()).as(verified.err()).isZero();
      Run exported = Run.of("export", "people", path("people.edn"), "--data", data);
      assertThat(exported.status()).as(exported.err()).isZero();
      assertThat(folder.resolve("people.edn")).content().contains("{:db/id 16, :name \"Ada\"}");
      Run refused = Run.of("append", "orders", path("store") + "/FORMAT", "--data", data);
      assertThat(refused.status()).isNotZero();
    }
  }

  @Test
  void index_isVerifiedAgainstTheLog_andRebuiltFromIt() {
    long incarnation;
    try (Bourn bourn = Bourn.open(folder.resolve("store"))) {
      DatomStream people = bourn.datoms("people");
      people.transact(Edn.readAll("{:name \"Ada\" :age 36} {:name \"Bob\" :age 41}"));
      incarnation = people.stream().extent().incarnation();
    }
    Run sound = Run.of("index", "verify", "people", "--data", path("store"));
    assertThat(sound.status()).as(sound.err()).isZero();
    assertThat(sound.err()).contains("1 transactions, 7 facts that hold");

    try (Bourn bourn = Bourn.open(folder.resolve("store"))) {
      damage(bourn.kernel().derived(), incarnation);
    }
    Run damaged = Run.of("index", "verify", "people", "--data", path("store"));
    assertThat(damaged.status()).isEqualTo(3);
    assertThat(damaged.out()).contains("damaged: required crc");
    assertThat(damaged.err()).contains("bourn index rebuild people");

    Run rebuilt = Run.of("index", "rebuild", "people", "--data", path("store"));
    assertThat(rebuilt.status()).as(rebuilt.err()).isZero();
    assertThat(Run.of("index", "verify", "people", "--data", path("store")).status()).isZero();
    Run wrongKind = Run.of("index", "verify", "orders", "--data", path("store"));
    assertThat(wrongKind.status()).isEqualTo(2);
    assertThat(wrongKind.err()).contains("orders is generic");
    Run unknown = Run.of("index", "rebuild", "peple", "--data", path("store"));
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("people");
  }

  /** Changes a byte of the last entry of an index, which is a segment. */
  private static void damage(KeyValue derived, long incarnation) {
    byte[] from = ByteBuffer.allocate(8).putLong(incarnation).array();
    byte[] until = ByteBuffer.allocate(8).putLong(incarnation + 1).array();
    byte[] key = {};
    byte[] value = {};
    try (KeyValue.Entries entries = derived.scan(KeyValue.Family.SEGMENTS, from, until)) {
      while (entries.next()) {
        key = entries.key();
        value = entries.value();
      }
    }
    value[value.length - 1] ^= 1;
    derived.write(new KeyValue.Batch().put(KeyValue.Family.SEGMENTS, key, value));
  }
}
