package bourn.formats;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What is written to, with failures unchecked. */
final class Output {

  private final Appendable out;

  Output(Appendable out) {
    this.out = out;
  }

  Output write(CharSequence text) {
    try {
      out.append(text);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Output write(char c) {
    try {
      out.append(c);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
