package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Environment;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Holds a store against other processes, whatever its own process does with it meanwhile. */
@Timeout(60)
final class StoreLockTest {

  @TempDir Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  @Test
  void aSecondOpeningAndAVerification_doNotLetGoOfTheLock() throws Exception {
    try (Kernel kernel = Stores.open(store())) {
      assertThat(takenByAnotherProcess()).contains("StoreHeldException");

      assertThatThrownBy(() -> Stores.open(store())).isInstanceOf(StoreHeldException.class);
      Path other = Files.createSymbolicLink(folder.resolve("other"), store());
      assertThatThrownBy(() -> Stores.open(other)).isInstanceOf(StoreHeldException.class);
      assertThatThrownBy(
              () ->
                  Salvage.run(
                      store(),
                      folder.resolve("salvaged"),
                      Environment.system(),
                      ProgressListener.NONE))
          .isInstanceOf(StoreHeldException.class);
      assertThat(Verification.of(store(), Environment.system(), ProgressListener.NONE)).isEmpty();

      assertThat(takenByAnotherProcess()).contains("StoreHeldException");
      assertThat(kernel.streams()).isEmpty();
    }
    assertThat(takenByAnotherProcess()).contains("taken");
  }

  private String takenByAnotherProcess() throws Exception {
    Process process = Children.start(Taking.class, store().toString());
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }

  /** Takes the lock of a store, and says what came of it. */
  static final class Taking {

    private Taking() {}

    public static void main(String... arguments) {
      try (StoreLock lock = StoreLock.take(Path.of(arguments[0]), Environment.system())) {
        System.out.println("taken after " + lock.lastStop());
      } catch (StoreHeldException e) {
        System.out.println(e);
      }
    }
  }
}
