package bourn.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * What a salvage recovered of a damaged store, and what it could not.
 *
 * @param streams every stream found, by incarnation
 * @param lostCommits numbers of commits that cannot be read and that the state does not hold either
 * @param remarks what else was found: files, and what is wrong with them
 */
public record SalvageReport(List<Stream> streams, List<Bound> lostCommits, List<String> remarks) {

  private static final int MOST_NAMED = 8;

  /**
   * One stream.
   *
   * @param descriptor of the stream
   * @param incarnation of the stream
   * @param tail up to which offset it reaches
   * @param recovered the number of events recovered; of a fork, of those that are its own
   * @param lost the offsets before the tail whose events are lost, in order; of a fork, its own
   */
  public record Stream(
      StreamDescriptor descriptor, long incarnation, long tail, long recovered, List<Bound> lost) {

    public Stream {
      lost = List.copyOf(lost);
    }

    private Value toValue() {
      return Value.map(
          "salvage/stream", descriptor.name().text(),
          "salvage/incarnation", incarnation,
          "salvage/tail", tail,
          "salvage/recovered", recovered,
          "salvage/lost", ranges(lost));
    }
  }

  public SalvageReport {
    streams = List.copyOf(streams);
    lostCommits = List.copyOf(lostCommits);
    remarks = List.copyOf(remarks);
  }

  private static Value ranges(List<Bound> bounds) {
    return Value.of(bounds.stream().map(b -> Value.list(b.from(), b.until())).toList());
  }

  /** Returns whether nothing at all is known to be lost. */
  public boolean isWhole() {
    return lostCommits.isEmpty() && streams.stream().allMatch(stream -> stream.lost().isEmpty());
  }

  /** Returns this report as a map, with half-open ranges as lists of two numbers. */
  public Value toValue() {
    return Value.map(
        "salvage/streams", Value.of(streams.stream().map(Stream::toValue).toList()),
        "salvage/lost-commits", ranges(lostCommits),
        "salvage/remarks", Value.of(remarks));
  }

  /** Returns what is lost, a line each; empty when nothing is known to be. */
  public List<String> losses() {
    List<String> lines = new ArrayList<>();
    for (Stream stream : streams) {
      if (!stream.lost().isEmpty()) {
        lines.add("stream " + stream.descriptor().name() + " loses " + named(stream.lost()));
      }
    }
    if (!lostCommits.isEmpty()) {
      lines.add("commits that cannot be read, of whatever streams: " + named(lostCommits));
    }
    return lines;
  }

  private static String named(List<Bound> bounds) {
    StringBuilder text = new StringBuilder();
    for (Bound bound : bounds.subList(0, Math.min(bounds.size(), MOST_NAMED))) {
      text.append(text.isEmpty() ? "" : ", ").append(bound.from());
      if (bound.count() > 1) {
        text.append(" to ").append(bound.until() - 1);
      }
    }
    return text + (bounds.size() > MOST_NAMED ? " and more" : "");
  }
}
