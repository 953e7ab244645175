package bourn.storage;

import bourn.kernel.DamageException;
import bourn.kernel.Environment;
import bourn.kernel.SalvageReport;
import java.nio.file.Path;
import java.util.List;

/**
 * Says why a damaged store is not opened: what is damaged, what that loses, and what can be done.
 */
final class Refusal {

  private static final int MOST_LOSSES = 5;

  /** A larger store is not read through only to say what is lost. */
  private static final long MOST_EXAMINED_BYTES = 1L << 30;

  private Refusal() {}

  static DamageException of(StoreFolder store, DamageException damage, Environment environment) {
    StringBuilder text = new StringBuilder("the store in ").append(store.folder());
    text.append(" is damaged and was not opened: ").append(damage.getMessage());
    List<String> losses = losses(store, damage, environment);
    losses.stream().limit(MOST_LOSSES).forEach(line -> text.append("\n  ").append(line));
    if (losses.size() > MOST_LOSSES) {
      text.append("\n  and ").append(losses.size() - MOST_LOSSES).append(" more");
    }
    text.append("\nWhat is whole can be recovered into a new store: bourn salvage ");
    Path folder = store.folder();
    text.append(folder).append(' ').append(folder).append("-salvaged");
    return new DamageException(text.toString(), damage);
  }

  private static List<String> losses(
      StoreFolder store, DamageException damage, Environment environment) {
    if (Folders.sizeBytes(store.folder()) > MOST_EXAMINED_BYTES) {
      return List.of();
    }
    try {
      SalvageReport report = Salvage.examine(store, environment);
      return report.isWhole() ? List.of("no event seems to be lost") : report.losses();
    } catch (RuntimeException e) {
      damage.addSuppressed(e);
      return List.of();
    }
  }
}
