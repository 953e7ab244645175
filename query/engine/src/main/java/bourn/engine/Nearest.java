package bourn.engine;

import bourn.kernel.Keyword;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
public final class Nearest {

  private static final int LONGEST = 200;
  private static final int MOST_LISTED = 8;

  private Nearest() {}

  /**
   * Returns {@code did you mean NAME?} for the nearest of {@code known}, or null if none is near.
   */
  public static @Nullable String hint(String name, Collection<String> known) {
    String nearest = of(name, known);
    return nearest == null ? null : "did you mean " + nearest + "?";
  }

  /** Returns the nearest of {@code known}, or null if none is near. */
  public static @Nullable String of(String name, Collection<String> known) {
    String nearest = null;
    int least = most(local(name)) + 1;
    for (String candidate : known) {
      int distance = candidate.equals(name) ? Integer.MAX_VALUE : distance(name, candidate);
      if (distance < least
          || (distance == least && nearest != null && candidate.compareTo(nearest) < 0)) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** Everything is near a name of one letter, so nothing is suggested for it. */
  private static int most(String name) {
    return name.length() < 2 ? 0 : name.length() < 6 ? 1 : name.length() < 9 ? 2 : 3;
  }

  private static int distance(String left, String right) {
    if (left.length() > LONGEST || Math.abs(left.length() - right.length()) > 4) {
      return local(left).equals(local(right)) ? 1 : Integer.MAX_VALUE;
    }
    int edits = edits(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
    return local(left).equals(local(right)) ? Math.min(edits, 1) : edits;
  }

  /** The part after the slash and without mark: a namespace is often left out. */
  private static String local(String name) {
    int slash = name.lastIndexOf('/');
    String bare = slash < 0 || slash == name.length() - 1 ? name : name.substring(slash + 1);
    return !bare.isEmpty() && ":?$".indexOf(bare.charAt(0)) >= 0 ? bare.substring(1) : bare;
  }

  /** Returns what to say of an attribute that {@code source} does not know. */
  public static @Nullable String attribute(Keyword ident, Source source) {
    List<String> known = source.attributes().stream().map(Keyword::toString).sorted().toList();
    String hint = hint(ident.toString(), known);
    List<String> own = known.stream().filter(name -> !name.startsWith(":db")).toList();
    if (hint != null || own.isEmpty()) {
      return hint;
    }
    String some = String.join(", ", own.subList(0, Math.min(MOST_LISTED, own.size())));
    return "there are " + some + (own.size() > MOST_LISTED ? " and more" : "");
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
