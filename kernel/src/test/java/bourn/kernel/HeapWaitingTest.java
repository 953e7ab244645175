package bourn.kernel;

/** Waiting on the kernel over the heap twins of the storage seams. */
final class HeapWaitingTest extends WaitingContract {

  @Override
  protected Kernel open() {
    return HeapKernel.open(Environment.system());
  }
}
