package bourn.formats;

import bourn.kernel.Value;
import java.util.function.Function;

/** Writes a JSON array, one element a line. */
final class BracketedValues implements ValueWriter {

  private final Output out;
  private final Function<Value, String> printer;
  private boolean empty = true;

  BracketedValues(Appendable out, Function<Value, String> printer) {
    this.out = new Output(out);
    this.printer = printer;
  }

  @Override
  public void write(Value value) {
    String printed = printer.apply(value);
    out.write(empty ? "[\n  " : ",\n  ").write(printed);
    empty = false;
  }

  @Override
  public void close() {
    out.write(empty ? "[]\n" : "\n]\n");
  }
}
