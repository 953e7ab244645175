package bourn.index;

import bourn.columns.Codes;
import bourn.kernel.Value;
import java.util.IdentityHashMap;

/** The codes that a query has for the values of dictionaries. Confined to one thread. */
final class Recodings {

  private final Codes codes;
  private final IdentityHashMap<Value[], int[]> known = new IdentityHashMap<>();

  Recodings(Codes codes) {
    this.codes = codes;
  }

  /** Returns the code of each value of {@code dictionary} plus 1, 0 where it is not known yet. */
  int[] of(Value[] dictionary) {
    return known.computeIfAbsent(dictionary, values -> new int[values.length]);
  }

  /** Returns the code of value {@code local} of {@code dictionary}, and keeps it. */
  int code(int[] recoding, int local, Value[] dictionary) {
    int code = recoding[local];
    if (code != 0) {
      return code - 1;
    }
    int made = codes.code(dictionary[local]);
    recoding[local] = made + 1;
    return made;
  }

  /**
   * Sets {@code made} from {@code at} on to the codes of the words of rows {@code [from, until)} of
   * {@code segment}, all of which have codes.
   */
  void recode(Segment segment, int from, int until, long[] made, int at) {
    Value[] dictionary = segment.dictionary();
    int[] recoding = of(dictionary);
    long[] words = segment.words();
    if (dictionary.length <= until - from) {
      for (int local = 0; local < dictionary.length; local++) {
        code(recoding, local, dictionary);
      }
      for (int i = 0; i < until - from; i++) {
        made[at + i] = recoding[(int) words[from + i]] - 1L;
      }
    } else {
      for (int i = 0; i < until - from; i++) {
        made[at + i] = code(recoding, (int) words[from + i], dictionary);
      }
    }
  }
}
