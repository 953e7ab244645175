package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Value;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens a store of many streams. A hundred thousand: {@code mvn -pl storage -am test
 * -Dtest=ManyStreamsTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtest.jvm=-Dbourn.streams=100000}.
 */
@Timeout(300)
final class ManyStreamsTest {

  private static final int STREAMS = Integer.getInteger("bourn.streams", 5_000);
  private static final long MOST_BYTES_EACH = 4_096;
  private static final long MOST_MILLIS = 10_000;
  private static final Logger LOG = Logger.getLogger(ManyStreamsTest.class.getName());

  @TempDir Path folder;

  @Test
  void aStoreOfManyStreams_opensInSecondsAndInBoundedMemory() {
    try (Kernel kernel = Stores.open(folder)) {
      for (int i = 0; i < STREAMS; i++) {
        EventStream stream = Stores.stream(kernel, "stream-" + i);
        stream.append(AppendRequest.of(Value.of(i))).orThrow();
      }
    }
    long before = usedBytes();
    long began = System.nanoTime();
    try (Kernel kernel = Stores.open(folder)) {
      long millis = (System.nanoTime() - began) / 1_000_000;
      long each = (usedBytes() - before) / STREAMS;
      LOG.info(STREAMS + " streams opened in " + millis + " ms, " + each + " bytes each");
      assertThat(kernel.streams()).hasSize(STREAMS);
      assertThat(millis).isLessThan(MOST_MILLIS);
      assertThat(each).isLessThan(MOST_BYTES_EACH);
    }
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
