package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes that create stores, at any moment. */
@Timeout(120)
final class KilledCreationTest {

  private static final int ROUNDS = 6;

  @TempDir Path folder;

  /** A process that creates one store after the other, and says which it begins. */
  static final class Creator {

    private Creator() {}

    public static void main(String... arguments) {
      for (int i = 0; !System.out.checkError(); i++) {
        System.out.println(i);
        Stores.open(Path.of(arguments[0]).resolve("store-" + i)).close();
      }
    }
  }

  @Test
  void aStoreWhoseCreatorWasKilled_opens() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < ROUNDS; round++) {
      Path stores = folder.resolve("round-" + round);
      Process process = Children.start(Creator.class, stores.toString());
      int last = 0;
      try (BufferedReader out = process.inputReader()) {
        out.readLine();
        process.waitFor(random.nextInt(20, 150), TimeUnit.MILLISECONDS);
        assertThat(process.toHandle().destroyForcibly()).isTrue();
        process.waitFor();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          last = Integer.parseInt(line);
        }
      }
      for (int i = 0; i <= last; i++) {
        try (Kernel kernel = Stores.open(stores.resolve("store-" + i))) {
          EventStream orders = Stores.stream(kernel, "orders");
          orders.append(AppendRequest.of(Stores.value("orders", 0))).orThrow();
          assertThat(Stores.readAll(orders)).isEmpty();
        }
      }
    }
  }
}
