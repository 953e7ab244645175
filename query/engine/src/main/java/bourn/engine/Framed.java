package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import java.util.Arrays;

/**
 * An aggregate of the rows that count for each row.
 *
 * @param function of them
 */
public record Framed(AggregateFunction function) implements WindowFunction {

  @Override
  public String name() {
    return function.name();
  }

  @Override
  public Column apply(Frames frames, Column[] arguments, Codes codes) {
    Run run = new Run(frames, arguments, codes, function.groups(codes));
    if (frames.whole()) {
      run.whole();
    } else if (frames.sliding() && (run.removes() || run.fromStart())) {
      run.sliding();
    } else {
      run.eachAnew();
    }
    return run.results.column();
  }

  private static final class Run {

    private static final int ROWS_A_LOOK = 1 << 12;

    private final Frames frames;
    private final Column[] arguments;
    private final Codes codes;
    private final AggregateFunction.Groups groups;
    private final ColumnBuilder results = new ColumnBuilder();
    private final int[] group = new int[Batch.MOST_ROWS];
    private int steps;

    Run(Frames frames, Column[] arguments, Codes codes, AggregateFunction.Groups groups) {
      this.frames = frames;
      this.arguments = arguments;
      this.codes = codes;
      this.groups = groups;
    }

    boolean removes() {
      return groups instanceof AggregateFunction.Reversible;
    }

    /** Returns whether the frames of a partition all begin where it does. */
    boolean fromStart() {
      for (int row = 0; row < frames.count(); row++) {
        if (frames.from(row) != frames.start(row)) {
          return false;
        }
      }
      return true;
    }

    /** All rows of a partition have one result. */
    void whole() {
      for (int row = 0; row < frames.count(); row = frames.end(row)) {
        add(row, frames.end(row), frames.partition(row));
        repeat(groups.result(frames.partition(row)), frames.end(row) - row);
      }
    }

    /** Rows are added as frames reach them, and taken away as frames leave them. */
    void sliding() {
      int from = 0;
      int until = 0;
      for (int row = 0; row < frames.count(); row++) {
        int partition = frames.partition(row);
        if (row == frames.start(row)) {
          from = frames.from(row);
          until = from;
        }
        boolean moves =
            row == frames.start(row) || frames.until(row) > until || frames.from(row) > from;
        if (frames.from(row) >= until) {
          remove(from, until, partition);
          from = frames.from(row);
          until = from;
        }
        add(until, frames.until(row), partition);
        remove(from, frames.from(row), partition);
        from = frames.from(row);
        until = Math.max(until, frames.until(row));
        if (moves) {
          put(groups.result(partition));
        } else {
          results.add(results.column().kind(row - 1).tag(), results.words()[row - 1]);
        }
      }
    }

    void eachAnew() {
      for (int row = 0; row < frames.count(); row++) {
        if (frames.solid()) {
          add(frames.from(row), frames.until(row), row);
        } else {
          addCounting(row);
        }
        put(groups.result(row));
      }
    }

    private void addCounting(int row) {
      for (int other = frames.from(row); other < frames.until(row); other++) {
        if (frames.counts(row, other)) {
          add(other, other + 1, row);
        }
      }
    }

    private void add(int from, int until, int number) {
      for (int at = from; at < until; at += Batch.MOST_ROWS) {
        int count = Math.min(Batch.MOST_ROWS, until - at);
        Arrays.fill(group, 0, count, number);
        groups.add(group, slices(at), count);
        look(count);
      }
    }

    private void remove(int from, int until, int number) {
      if (from < until && groups instanceof AggregateFunction.Reversible reversible) {
        for (int at = from; at < until; at += Batch.MOST_ROWS) {
          int count = Math.min(Batch.MOST_ROWS, until - at);
          Arrays.fill(group, 0, count, number);
          reversible.remove(group, slices(at), count);
          look(count);
        }
      }
    }

    private void look(int count) {
      steps += count;
      if (steps >= ROWS_A_LOOK) {
        steps = 0;
        frames.check();
      }
    }

    private Column[] slices(int at) {
      Column[] slices = new Column[arguments.length];
      for (int a = 0; a < slices.length; a++) {
        slices[a] = arguments[a].from(at);
      }
      return slices;
    }

    private void repeat(bourn.kernel.Value value, int times) {
      Kind kind = Codes.kind(value);
      long word = codes.word(value);
      for (int i = 0; i < times; i++) {
        results.add(kind.tag(), word);
      }
    }

    private void put(bourn.kernel.Value value) {
      repeat(value, 1);
    }
  }
}
