package bourn.storage;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process of its own that appends to a store whose disk fails at some time, until it is refused;
 * then it prints how many events were acknowledged, and why it was refused, a line each.
 */
final class FailedSyncWorkload {

  private static final int BEFORE = 50;
  private static final int MOST = 100_000;

  private FailedSyncWorkload() {}

  /** Takes the folder of the store, and the file to make when syncs shall fail. */
  public static void main(String... arguments) throws IOException {
    long acknowledged = 0;
    String refusal = "none";
    try (Kernel kernel = PowerLossWorkload.open(Path.of(arguments[0]))) {
      EventStream orders = Stores.stream(kernel, "orders");
      for (int i = 0; i < MOST; i++) {
        if (i == BEFORE) {
          Files.createFile(Path.of(arguments[1]));
        }
        AppendRequest request = AppendRequest.of(Stores.value("orders", acknowledged));
        Append append = orders.append(acknowledged % 10 == 0 ? request.durable() : request);
        if (append instanceof Append.Appended) {
          acknowledged++;
        }
      }
    } catch (StorageException e) {
      refusal = String.valueOf(e.getMessage());
    }
    System.out.println(acknowledged);
    System.out.println(refusal);
  }
}
