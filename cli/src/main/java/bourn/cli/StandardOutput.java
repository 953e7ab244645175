package bourn.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * The standard output, which remembers that it failed: a print stream above it would not say so.
 */
final class StandardOutput extends OutputStream {

  private static final int FAILED = 1;

  private final OutputStream out =
      new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
  private @Nullable IOException failure;

  /** Returns whether some of what was written did not arrive. */
  boolean isLost() {
    return failure != null;
  }

  /**
   * Says on {@code err} why, unless a reader had enough, as {@code head}; returns an exit status.
   */
  int sayWhy(PrintStream err) {
    String why = failure == null ? "" : String.valueOf(failure.getMessage());
    if (!why.contains("Broken pipe")) {
      err.println("bourn: not all of the answer could be written: " + why);
    }
    return FAILED;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
