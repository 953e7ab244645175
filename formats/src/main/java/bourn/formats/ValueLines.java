package bourn.formats;

import bourn.kernel.Value;
import java.util.function.Function;

/** Writes one value a line. */
final class ValueLines implements ValueWriter {

  private final Output out;
  private final Function<Value, String> printer;

  ValueLines(Appendable out, Function<Value, String> printer) {
    this.out = new Output(out);
    this.printer = printer;
  }

  @Override
  public void write(Value value) {
    out.write(printer.apply(value)).write('\n');
  }

  @Override
  public void close() {}
}
