package bourn.kernel;

import java.util.function.Function;

/** Opens kernels over the two storage seams. */
public final class Kernels {

  private Kernels() {}

  /**
   * Opens the kernel whose commits {@code log} holds and whose folded state {@code state} holds,
   * both of which may be empty. The kernel owns both and closes them.
   *
   * @param formats the format of a typed stream; called for no other, and from any thread
   * @throws StorageException if log and state are damaged or do not fit each other; then both are
   *     the caller's to close
   */
  public static Kernel open(
      CommitLog log,
      KeyValue state,
      Environment environment,
      Function<StreamDescriptor, EventFormat> formats) {
    return LogKernel.open(log, state, environment, formats, Tuning.disk(environment.memory()));
  }

  /**
   * Opens the kernel over {@code log} and {@code state} to read only: it shows what they hold now,
   * appends nothing, begins no epoch, and refuses every change with a {@link ReadOnlyException}.
   * The rest of the log is folded into {@code state}, which must keep that to itself.
   *
   * @param formats the format of a typed stream; called for no other, and from any thread
   * @throws StorageException if log and state are damaged or do not fit each other; then both are
   *     the caller's to close
   */
  public static Kernel openReadOnly(
      CommitLog log,
      KeyValue state,
      Environment environment,
      Function<StreamDescriptor, EventFormat> formats) {
    return LogKernel.openReadOnly(
        log, state, environment, formats, Tuning.disk(environment.memory()));
  }

  /** Returns the number of the last commit that {@code state} has; 0 when it has none. */
  public static long applied(KeyValue state) {
    byte[] record = state.get(KeyValue.Family.STREAMS, StateKeys.KERNEL);
    return record == null ? KernelRecord.NEW.applied() : KernelRecord.of(record).applied();
  }
}
