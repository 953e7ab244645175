package bourn;

import bourn.kernel.Deadline;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.typed.ColumnSegments;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Packs the rows of typed streams into column segments, behind the log. */
final class Packing implements AutoCloseable {

  /*
   * A virtual thread a stream waits until there is a segment to pack, which costs nothing meanwhile;
   * the packing itself calls the store, so it runs on the one platform thread of this class.
   */

  private final Kernel kernel;
  private final ColumnSegments segments;
  private final ExecutorService packer;
  private final ExecutorService waiters = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Long> followed = ConcurrentHashMap.newKeySet();

  Packing(Kernel kernel, ColumnSegments segments) {
    this.kernel = kernel;
    this.segments = segments;
    this.packer = Executors.newSingleThreadExecutor(kernel.environment().threads());
  }

  /** Packs {@code stream} from now on; asking again changes nothing. */
  void follow(EventStream stream) {
    if (followed.add(stream.extent().incarnation())) {
      Future<?> waiting = waiters.submit(() -> packAsItGrows(stream));
      assert waiting != null;
    }
  }

  private Void packAsItGrows(EventStream stream) throws Exception {
    while (!stream.extent().sealed() && lives(stream)) {
      long packed = packer.submit(() -> segments.pack(stream)).get();
      stream.awaitBeyond(packed + ColumnSegments.ROWS - 1, Deadline.NEVER);
    }
    return null;
  }

  private boolean lives(EventStream stream) {
    return kernel.find(stream.extent().incarnation()).isPresent();
  }

  /** Waits for the segment being packed, and packs no further one. */
  @Override
  public void close() {
    waiters.shutdownNow();
    packer.close();
    waiters.close();
  }
}
