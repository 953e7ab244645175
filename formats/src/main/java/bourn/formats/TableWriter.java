package bourn.formats;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** Writes rows as a table, once it has seen those that it shows. */
final class TableWriter implements RowWriter {

  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final Output out;
  private final TableOptions options;
  private final List<TableCell> header = new ArrayList<>();
  private final List<List<TableCell>> rows = new ArrayList<>();
  private long more;

  TableWriter(Appendable out, TableOptions options) {
    this.out = new Output(out);
    this.options = options;
  }

  @Override
  public void begin(List<String> columns) {
    columns.forEach(column -> header.add(TableCell.header(column)));
  }

  @Override
  public void row(List<Value> values) {
    if (rows.size() < options.mostRows()) {
      rows.add(values.stream().map(TableCell::of).toList());
    } else {
      more++;
    }
  }

  @Override
  public void end() {
    if (!header.isEmpty()) {
      writeTable();
    }
    if (rows.isEmpty()) {
      out.write("no rows\n");
    }
    if (more > 0) {
      out.write(String.format(Locale.ROOT, "… %,d more %s\n", more, more == 1 ? "row" : "rows"));
    }
  }

  private void writeTable() {
    boolean[] numbers = numbers();
    TableLayout layout = TableLayout.of(natural(), numbers, options.width());
    writeRule(layout, "╭", "┬", "╮");
    writeRow(layout, i -> styled(BOLD, header.get(i).in(layout.widths()[i], numbers[i])));
    writeRule(layout, "├", "┼", "┤");
    for (List<TableCell> row : rows) {
      writeRow(layout, i -> shown(row.get(i), layout.widths()[i], numbers[i]));
    }
    writeRule(layout, "╰", "┴", "╯");
    if (layout.cut()) {
      out.write("… " + (header.size() - layout.widths().length) + " more columns\n");
    }
  }

  private String shown(TableCell cell, int width, boolean right) {
    String text = cell.in(width, right);
    return cell.nil() ? styled(DIM, text) : text;
  }

  /** A column is of numbers when it holds one, and nothing else but nil. */
  private boolean[] numbers() {
    boolean[] numbers = new boolean[header.size()];
    for (int i = 0; i < numbers.length; i++) {
      int column = i;
      numbers[i] =
          rows.stream().anyMatch(row -> row.get(column).number())
              && rows.stream().allMatch(row -> row.get(column).number() || row.get(column).nil());
    }
    return numbers;
  }

  private int[] natural() {
    int[] natural = header.stream().mapToInt(TableCell::width).toArray();
    for (List<TableCell> row : rows) {
      for (int i = 0; i < natural.length; i++) {
        natural[i] = Math.max(natural[i], row.get(i).width());
      }
    }
    return Arrays.stream(natural).map(width -> Math.max(1, width)).toArray();
  }

  private void writeRule(TableLayout layout, String left, String between, String right) {
    StringBuilder rule = new StringBuilder(left);
    for (int i = 0; i < layout.widths().length; i++) {
      rule.append(i == 0 ? "" : between).append("─".repeat(layout.widths()[i] + 2));
    }
    rule.append(layout.cut() ? between + "───" : "").append(right);
    out.write(styled(DIM, rule.toString())).write('\n');
  }

  private void writeRow(TableLayout layout, IntFunction<String> cells) {
    String bar = styled(DIM, "│");
    for (int i = 0; i < layout.widths().length; i++) {
      out.write(bar).write(' ').write(cells.apply(i)).write(' ');
    }
    out.write(layout.cut() ? bar + " … " : "").write(bar).write('\n');
  }

  private String styled(String style, String text) {
    return options.styled() ? style + text + PLAIN : text;
  }
}
