package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.DamageException;
import bourn.kernel.Environment;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.ValueFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds where the whole changes of a manifest end that RocksDB wrote. */
final class ManifestTest {

  private static final String WHAT_TO_DO = "open it once to write";

  @TempDir Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  private Path manifest() throws IOException {
    try (Kernel kernel = Stores.open(store())) {
      Stores.append(kernel, new SplittableRandom(1), 100);
    }
    Path state = store().resolve("state");
    return state.resolve(Files.readString(state.resolve("CURRENT")).strip());
  }

  @Test
  void allOfAManifestThatWasClosed_isWhole() throws IOException {
    byte[] whole = Files.readAllBytes(manifest());
    assertThat(Manifest.end(whole)).isEqualTo(whole.length);
  }

  @Test
  void aManifestThatEndsWithinAChange_endsBeforeIt() throws IOException {
    byte[] whole = Files.readAllBytes(manifest());
    TreeSet<Integer> ends = new TreeSet<>();
    for (int length = 0; length <= whole.length; length++) {
      ends.add(Manifest.end(Arrays.copyOf(whole, length)));
      assertThat(ends.getLast()).isLessThanOrEqualTo(length);
    }
    assertThat(ends.size()).isGreaterThan(4);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      assertThat(Manifest.end(damaged)).as("byte " + at).isEqualTo(ends.floor(at));
    }
  }

  private void tear() throws IOException {
    Path manifest = manifest();
    byte[] whole = Files.readAllBytes(manifest);
    int last = Manifest.end(Arrays.copyOf(whole, whole.length - 1));
    int length = whole.length - last;
    byte[] torn = Arrays.copyOf(whole, whole.length + 2 * length);
    System.arraycopy(whole, last, torn, whole.length, length);
    System.arraycopy(whole, last, torn, whole.length + length, length);
    torn[whole.length + length - 1] ^= 1;
    Files.write(manifest, torn);
  }

  /** A later sector of the end is on the disk, an earlier one is not. */
  @Test
  void anEndInParts_isCutOff_andTheStoreOpens() throws IOException {
    tear();
    Files.delete(store().resolve("LOCK"));

    try (Kernel kernel = Stores.open(store())) {
      assertThat(kernel.streams()).hasSize(3);
    }
  }

  @Test
  void anEndInParts_isNotCutOffByReaders_whichSayWhatToDo() throws IOException {
    tear();
    Files.delete(store().resolve("LOCK"));
    Map<Path, byte[]> before = Stores.contents(store());

    assertThatThrownBy(this::openReadOnly)
        .isInstanceOf(DamageException.class)
        .hasMessageContaining(WHAT_TO_DO);
    assertThat(verify()).anySatisfy(finding -> assertThat(finding).contains(WHAT_TO_DO));
    Map<Path, byte[]> after = Stores.contents(store());
    assertThat(after.keySet()).isEqualTo(before.keySet());
    after.forEach((file, bytes) -> assertThat(bytes).isEqualTo(before.get(file)));

    Stores.open(store()).close();
    openReadOnly().close();
    assertThat(verify()).isEmpty();
  }

  /** The power was not lost, so nobody will cut it off. */
  @Test
  void anEndInParts_isDamageToReadersIfTheProcessStopped() throws IOException {
    tear();

    assertThatThrownBy(this::openReadOnly)
        .isInstanceOf(DamageException.class)
        .hasMessageNotContaining(WHAT_TO_DO);
    assertThatThrownBy(() -> Stores.open(store())).isInstanceOf(DamageException.class);
  }

  private Kernel openReadOnly() {
    return RocksKernel.openReadOnly(
        store(), Environment.system(), descriptor -> ValueFormat.INSTANCE);
  }

  private List<String> verify() {
    return Verification.of(store(), Environment.system(), ProgressListener.NONE);
  }

  /** Cutting hides nothing: the log does not begin where the state before a change ends. */
  @Test
  void aDurableChangeThatIsDamaged_isRefused() throws IOException {
    Path manifest = manifest();
    byte[] whole = Files.readAllBytes(manifest);
    Stores.flip(manifest, Manifest.end(Arrays.copyOf(whole, whole.length - 1)));
    Files.delete(store().resolve("LOCK"));

    assertThatThrownBy(() -> Stores.open(store()))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("a replay needs");
  }
}
