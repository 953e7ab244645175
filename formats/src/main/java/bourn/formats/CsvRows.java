package bourn.formats;

import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.List;

/** Writes rows as CSV. */
final class CsvRows implements RowWriter {

  private final Output out;
  private final String separator;

  CsvRows(Appendable out, char separator) {
    this.out = new Output(out);
    this.separator = String.valueOf(separator);
  }

  @Override
  public void begin(List<String> columns) {
    out.write(String.join(separator, columns.stream().map(this::quoted).toList())).write("\n");
  }

  @Override
  public void row(List<Value> values) {
    String between = "";
    for (Value value : values) {
      out.write(between).write(value instanceof Value.Nil ? "" : quoted(textOf(value)));
      between = separator;
    }
    out.write("\n");
  }

  @Override
  public void end() {}

  private static String textOf(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Keyword(String name) -> name;
      case Symbol(String name) -> name;
      case Value.Time time -> time.text();
      case Value.Uuid uuid -> uuid.value().toString();
      case Value.BigInt big -> big.value().toString();
      case Value.Decimal decimal -> decimal.value().toPlainString();
      default -> Edn.print(value);
    };
  }

  private String quoted(String cell) {
    boolean plain =
        !cell.isEmpty()
            && !cell.contains(separator)
            && cell.indexOf('"') < 0
            && cell.indexOf('\n') < 0
            && cell.indexOf('\r') < 0
            && cell.charAt(0) != ' '
            && cell.charAt(cell.length() - 1) != ' ';
    return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
