package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The kernel over the heap twins of the storage seams. */
final class HeapKernelTest extends KernelContract
    implements ProducerContract,
        ForkContract,
        DeletionContract,
        LeaseContract,
        FullContract,
        CausalityContract,
        RetentionContract,
        CompactionContract,
        RedactionContract,
        RepackingContract {

  /** So little that readers cross from the live tail into the state and back all the time. */
  private static final Tuning TIGHT =
      new Tuning(2 << 10, 1 << 20, 64 << 10, 4 << 10, 1, 1, 1 << 30, 1 << 10);

  private final AtomicReference<HeapCommitLog> log = new AtomicReference<>();
  private final AtomicReference<HeapKeyValue> state = new AtomicReference<>();

  @Override
  public Kernel open() {
    log.set(new HeapCommitLog());
    state.set(new HeapKeyValue());
    return reopen();
  }

  @Override
  public Kernel reopen(Environment environment) {
    log.compareAndSet(null, new HeapCommitLog());
    state.compareAndSet(null, new HeapKeyValue());
    return LogKernel.open(
        log.get(), state.get(), environment, descriptor -> ValueFormat.INSTANCE, TIGHT);
  }

  @Test
  void typedStreams_withoutFormats_areRefused() {
    try (Kernel kernel = HeapKernel.open(Environment.system())) {
      assertThatThrownBy(() -> kernel.open(StreamDescriptor.typed("a", Value.of("row"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("formats");
      assertThat(kernel.streams()).isEmpty();
    }
  }
}
