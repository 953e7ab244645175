package bourn.index;

import bourn.kernel.BoundedStream;
import bourn.kernel.Kernel;

/**
 * The datom streams of one kernel with their indexes, which follow the log on a thread of their
 * own. Safe for use by several threads.
 */
public interface Databases extends AutoCloseable {

  /**
   * Returns the databases of {@code kernel}: the same as everybody's until all who asked for them
   * have closed them. Close them before the kernel.
   */
  static Databases of(Kernel kernel) {
    return new KernelDatabases(kernel);
  }

  /**
   * Opens a datom stream, and creates it if there is none of that name. It works until these
   * databases are closed, and need not be closed itself.
   *
   * @throws IllegalArgumentException if there is a stream of that name of another kind
   */
  DatomStream open(String name);

  /**
   * Returns a bounded datom stream of this kernel as a database.
   *
   * @throws IllegalArgumentException if the stream is of another kind
   */
  Database database(BoundedStream bounded);

  /** Returns what transactions on any datom stream of this kernel may call. */
  Functions functions();

  /** Gives up this use; the last one writes what is in memory only, and ends the thread. */
  @Override
  void close();
}
