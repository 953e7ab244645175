package bourn.engine;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
public final class Nearest {

  private static final int LONGEST = 200;

  private Nearest() {}

  /**
   * Returns {@code did you mean NAME?} for the nearest of {@code known}, or null if none is near.
   */
  public static @Nullable String hint(String name, Collection<String> known) {
    String nearest = of(name, known);
    return nearest == null ? null : "did you mean " + nearest + "?";
  }

  private static @Nullable String of(String name, Collection<String> known) {
    String nearest = null;
    int least = Math.max(1, Math.min(4, name.length() / 2)) + 1;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < least
          || (distance == least && nearest != null && candidate.compareTo(nearest) < 0)) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static int distance(String left, String right) {
    if (left.length() > LONGEST || Math.abs(left.length() - right.length()) > 4) {
      return local(left).equals(local(right)) ? 1 : Integer.MAX_VALUE;
    }
    int edits = edits(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
    return local(left).equals(local(right)) ? Math.min(edits, 1) : edits;
  }

  /** The part after the slash: an attribute is often named without its namespace. */
  private static String local(String name) {
    int slash = name.lastIndexOf('/');
    String bare = slash < 0 || slash == name.length() - 1 ? name : name.substring(slash + 1);
    return bare.startsWith(":") ? bare.substring(1) : bare;
  }

  /** Insertions, deletions, replacements and swaps of neighbours. */
  private static int edits(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, left, right, i, j);
      }
    }
    return cost[left.length()][right.length()];
  }

  private static int cheapest(int[][] cost, String left, String right, int i, int j) {
    boolean same = left.charAt(i - 1) == right.charAt(j - 1);
    int least =
        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
