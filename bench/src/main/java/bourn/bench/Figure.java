package bourn.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One row of a comparison with one peer.
 *
 * @param bench the name of the comparison and of the row, as {@code datalog-people/q1}
 * @param unit of both figures
 * @param lessIsBetter whether the smaller figure is the better one
 * @param peer the name and version of the peer, or null when ours stands alone
 * @param fault why there are no figures, or null when there are
 */
record Figure(
    String bench,
    String unit,
    boolean lessIsBetter,
    double ours,
    @Nullable String peer,
    double theirs,
    @Nullable String fault) {

  Figure(
      String bench,
      String unit,
      boolean lessIsBetter,
      double ours,
      @Nullable String peer,
      double theirs) {
    this(bench, unit, lessIsBetter, ours, peer, theirs, null);
  }

  /** Returns the row of what ours refuses or answers wrongly. */
  static Figure fault(String bench, String fault) {
    return new Figure(bench, "", true, Double.NaN, null, Double.NaN, fault);
  }

  /** Returns how many times better ours is; more than 1 means that ours is better. */
  double ratio() {
    return lessIsBetter ? theirs / ours : ours / theirs;
  }

  /** Returns this figure as one line of JSON. */
  String toJson() {
    if (fault != null) {
      return "{\"bench\":\"%s\",\"fault\":\"%s\"}".formatted(bench, escaped(fault));
    }
    String begin =
        String.format(
            Locale.ROOT, "{\"bench\":\"%s\",\"unit\":\"%s\",\"ours\":%.4g", bench, unit, ours);
    return peer == null
        ? begin + "}"
        : begin
            + String.format(
                Locale.ROOT,
                ",\"peer\":\"%s\",\"theirs\":%.4g,\"ratio\":%.2f}",
                peer,
                theirs,
                ratio());
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
