package bourn.formats;

import java.util.Arrays;

/**
 * How wide each column of a table is.
 *
 * @param widths of the columns that are shown, the first ones of the table
 * @param cut whether more columns follow that are not shown
 */
record TableLayout(int[] widths, boolean cut) {

  private static final int LEAST_TEXT = 6;
  private static final int LEAST_NUMBER = 24;
  private static final int FRAME = 3;

  /**
   * Returns the layout of columns that would like to be {@code natural} wide in a terminal of
   * {@code width} columns. Text gives way before numbers; columns are left out when none can give
   * more.
   */
  static TableLayout of(int[] natural, boolean[] numbers, int width) {
    int[] least = new int[natural.length];
    for (int i = 0; i < natural.length; i++) {
      least[i] = Math.min(natural[i], numbers[i] ? LEAST_NUMBER : LEAST_TEXT);
    }
    int shown = shown(least, width);
    boolean cut = shown < natural.length;
    long room = (long) width - 1 - (long) FRAME * shown - (cut ? FRAME + 1 : 0);
    return new TableLayout(
        shrunk(Arrays.copyOf(natural, shown), Arrays.copyOf(least, shown), room), cut);
  }

  private static int shown(int[] least, int width) {
    long total = 1;
    for (int i = 0; i < least.length; i++) {
      total += FRAME + least[i];
      boolean last = i == least.length - 1;
      if (total + (last ? 0 : FRAME + 1) > width) {
        return Math.max(1, i);
      }
    }
    return least.length;
  }

  private static int[] shrunk(int[] natural, int[] least, long room) {
    int[] widths = natural.clone();
    long excess = Arrays.stream(widths).asLongStream().sum() - room;
    while (excess > 0) {
      int widest = widest(widths, least);
      if (widest < 0) {
        widths[0] = (int) Math.max(1, widths[0] - excess);
        return widths;
      }
      int step = (int) Math.min(excess, Math.max(1, (widths[widest] - least[widest]) / 4));
      widths[widest] -= step;
      excess -= step;
    }
    return widths;
  }

  private static int widest(int[] widths, int[] least) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }
}
