package bourn.formats;

import bourn.kernel.Edn;
import bourn.kernel.Value;
import java.util.List;

/** Writes rows as vectors within a vector. */
final class EdnRows implements RowWriter {

  private final Output out;
  private boolean empty = true;

  EdnRows(Appendable out) {
    this.out = new Output(out);
  }

  @Override
  public void begin(List<String> columns) {}

  @Override
  public void row(List<Value> values) {
    out.write(empty ? "[" : "\n ").write(Edn.print(new Value.Items(values)));
    empty = false;
  }

  @Override
  public void end() {
    out.write(empty ? "[]\n" : "]\n");
  }
}
