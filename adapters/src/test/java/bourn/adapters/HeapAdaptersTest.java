package bourn.adapters;

import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;

/** The adapters over the kernel on the heap, whose live tail is 1 MiB. */
final class HeapAdaptersTest extends AdaptersContract {

  @Override
  Kernel open() {
    return HeapKernel.open(Environment.system());
  }

  @Override
  int eventBytes() {
    return 2_000;
  }
}
