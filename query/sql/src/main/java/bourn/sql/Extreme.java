package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.engine.AggregateFunction;
import bourn.kernel.Value;
import java.util.Arrays;

/**
 * The least or the greatest value.
 *
 * @param sign -1 for the least, 1 for the greatest
 */
record Extreme(int sign) implements AggregateFunction {

  @Override
  public String name() {
    return sign < 0 ? "MIN" : "MAX";
  }

  @Override
  public Groups groups(Codes codes) {
    return new Extremes(sign, codes);
  }

  private static final class Extremes implements Groups {

    private final int sign;
    private final Codes codes;
    private long[] words = new long[16];
    private byte[] kinds = new byte[16];

    Extremes(int sign, Codes codes) {
      this.sign = sign;
      this.codes = codes;
    }

    @Override
    public void add(int[] group, Column[] arguments, int count) {
      words = Slots.room(words, group, count);
      kinds = kinds.length == words.length ? kinds : Arrays.copyOf(kinds, words.length);
      Column column = arguments[0];
      byte missing = Kind.NULL.tag();
      for (int i = 0; i < count; i++) {
        byte kind = column.kind(i).tag();
        int slot = group[i];
        if (kind != missing && (kinds[slot] == missing || isMore(kind, column.word(i), slot))) {
          words[slot] = column.word(i);
          kinds[slot] = kind;
        }
      }
    }

    private boolean isMore(byte kind, long word, int slot) {
      return codes.compare(Kind.of(kind), word, Kind.of(kinds[slot]), words[slot]) * sign > 0;
    }

    @Override
    public Value result(int group) {
      return group < words.length
          ? codes.value(Kind.of(kinds[group]), words[group])
          : Value.Nil.NIL;
    }
  }
}
