package bourn.kernel;

/** Supplies the kernels that a contract is tested on. */
public interface KernelFixture {

  /** Returns a new and empty kernel. */
  Kernel open();

  /** Opens again what a kernel of {@link #open} left behind when it was closed. */
  default Kernel reopen() {
    return reopen(Environment.system());
  }

  /** Does as {@link #reopen()}, or as {@link #open()} if there was none, in {@code environment}. */
  Kernel reopen(Environment environment);
}
