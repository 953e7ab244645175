package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.ReadOnlyException;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads a store that somebody else has open. */
@Timeout(120)
final class ReadOnlyTest {

  @TempDir Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  private Kernel openReadOnly() {
    return RocksKernel.openReadOnly(
        store(), Environment.system(), descriptor -> ValueFormat.INSTANCE);
  }

  private static Map<String, Long> tails(Kernel kernel) {
    Map<String, Long> tails = new HashMap<>();
    for (StreamDescriptor descriptor : kernel.streams()) {
      EventStream stream = kernel.find(descriptor.name()).orElseThrow();
      tails.put(descriptor.name().text(), stream.extent().tail());
    }
    return tails;
  }

  @Test
  void besideAWriter_showsWhatIsAppendedSoFar() {
    try (Kernel writer = Stores.open(store())) {
      for (int round = 0; round < 12; round++) {
        Stores.append(writer, new SplittableRandom(round), 60);
        try (Kernel reader = openReadOnly()) {
          assertThat(tails(reader)).isEqualTo(tails(writer));
          for (StreamDescriptor descriptor : reader.streams()) {
            EventStream stream = reader.find(descriptor.name()).orElseThrow();
            assertThat(Stores.readAll(stream)).isEmpty();
            assertThat(stream.extent().epoch())
                .isEqualTo(writer.find(descriptor.name()).orElseThrow().extent().epoch());
          }
        }
      }
    }
    try (Kernel reader = openReadOnly()) {
      assertThat(reader.streams()).hasSize(3);
    }
  }

  @Test
  void everyChange_isRefused() {
    try (Kernel writer = Stores.open(store())) {
      Stores.append(writer, new SplittableRandom(1), 20);
      try (Kernel reader = openReadOnly()) {
        EventStream orders = reader.find(new StreamName("orders")).orElseThrow();
        AppendRequest request = AppendRequest.of(Value.of(1));
        assertThatThrownBy(() -> orders.append(request))
            .isInstanceOf(ReadOnlyException.class)
            .hasMessageContaining("to read only");
        assertThatThrownBy(() -> orders.seal(List.of())).isInstanceOf(ReadOnlyException.class);
        assertThatThrownBy(() -> reader.open(StreamDescriptor.generic("new")))
            .isInstanceOf(ReadOnlyException.class);
      }
      Stores.append(writer, new SplittableRandom(2), 20);
    }
  }

  @Test
  void ofNoStore_isRefusedAndMakesNone() {
    assertThatThrownBy(this::openReadOnly)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("there is no store");
    assertThat(store()).doesNotExist();
  }

  @Test
  void ofAStoreThatNobodyHasOpen_writesNothing() {
    Stores.makeKilled(store(), 4);
    Map<Path, byte[]> before = Stores.contents(store());
    try (Kernel reader = openReadOnly()) {
      for (StreamDescriptor descriptor : reader.streams()) {
        assertThat(Stores.readAll(reader.find(descriptor.name()).orElseThrow())).isEmpty();
      }
    }
    Map<Path, byte[]> after = Stores.contents(store());
    assertThat(after.keySet()).isEqualTo(before.keySet());
    after.forEach(
        (file, bytes) -> assertThat(bytes).as(file.toString()).isEqualTo(before.get(file)));
  }

  /** The writer flushes and recycles its segments all the while. */
  @Test
  void besideAnotherProcess_isAlwaysAPrefix_andDoesNotDisturbIt() throws Exception {
    Process process = Children.start(Appender.class, store().toString());
    try (BufferedReader out = process.inputReader()) {
      long acknowledged = Long.parseLong(out.readLine());
      for (int round = 0; round < 25; round++) {
        for (int i = 0; i < 60; i++) {
          acknowledged = Long.parseLong(out.readLine());
        }
        try (Kernel reader = openReadOnly()) {
          EventStream numbers = reader.find(new StreamName("numbers")).orElseThrow();
          assertThat(numbers.extent().tail()).isGreaterThanOrEqualTo(acknowledged);
          assertNumbers(numbers);
        }
      }
      assertThat(process.isAlive()).isTrue();
      assertThatThrownBy(() -> Stores.open(store()))
          .isInstanceOf(StoreHeldException.class)
          .hasMessageContaining("in process " + process.pid() + " on ")
          .hasMessageContaining(", since 2");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void assertNumbers(EventStream stream) {
    long expected = 0;
    try (Reader reader = stream.bound().read()) {
      while (reader.next() == Step.EVENT) {
        Value.Items event = (Value.Items) reader.value();
        assertThat(event.items().getFirst()).isEqualTo(Value.of(expected));
        expected++;
      }
    }
    assertThat(expected).isEqualTo(stream.extent().tail());
  }
}
