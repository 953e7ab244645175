package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.Arrays;

/** The least or greatest value, by the order of {@link Value}. */
final class ExtremeGroups implements AggregateFunction.Groups {

  private final Codes codes;
  private final boolean greatest;
  private long[] words = new long[1];
  private byte[] kinds = new byte[1];

  ExtremeGroups(Codes codes, boolean greatest) {
    this.codes = codes;
    this.greatest = greatest;
  }

  @Override
  public void add(int[] group, Column[] arguments, int count) {
    int until = GroupNumbers.until(group, count);
    if (until > words.length) {
      int length = GroupNumbers.grown(words.length, until);
      words = Arrays.copyOf(words, length);
      kinds = Arrays.copyOf(kinds, length);
    }
    Column column = arguments[0];
    boolean plain = column.uniform() && column.kind() != Kind.CODE && column.kind() != Kind.REAL;
    if (plain && column.kind() != Kind.NULL) {
      addWords(group, column, count);
    } else {
      for (int i = 0; i < count; i++) {
        addOne(group[i], column.kind(i), column.word(i));
      }
    }
  }

  private void addWords(int[] group, Column column, int count) {
    byte tag = column.kind().tag();
    long[] from = column.words();
    int start = column.start();
    for (int i = 0; i < count; i++) {
      long word = from[start + i];
      int at = group[i];
      if (kinds[at] != tag) {
        addOne(at, column.kind(), word);
      } else if (greatest ? word > words[at] : word < words[at]) {
        words[at] = word;
      }
    }
  }

  private void addOne(int group, Kind kind, long word) {
    if (kind == Kind.NULL) {
      return;
    }
    Kind known = Kind.of(kinds[group]);
    int order = known == Kind.NULL ? 0 : codes.compare(kind, word, known, words[group]);
    if (known == Kind.NULL || (greatest ? order > 0 : order < 0)) {
      words[group] = word;
      kinds[group] = kind.tag();
    }
  }

  @Override
  public long bytes() {
    return 9L * words.length;
  }

  @Override
  public Value result(int group) {
    return group < words.length ? codes.value(Kind.of(kinds[group]), words[group]) : Value.Nil.NIL;
  }
}
