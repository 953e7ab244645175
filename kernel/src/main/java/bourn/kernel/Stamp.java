package bourn.kernel;

import java.time.Instant;
import java.util.List;

/**
 * When, by whom and after reading what a batch was appended. Filled in by the kernel; all events of
 * a batch share it.
 *
 * @param hlc hybrid logical time: 48 bits of milliseconds since 1970, 16 bits of counter. Grows
 *     with every commit of a kernel and never falls behind a stamp it has read
 * @param origin the writer, a number minted when its store was created
 * @param causes the frontier of what the writer's context had read and appended: the greatest
 *     offset of each stream, by incarnation
 * @see <a href="https://cse.buffalo.edu/tech-reports/2014-04.pdf">Kulkarni et al., Logical physical
 *     clocks, 2014</a>
 */
public record Stamp(long hlc, long origin, List<Reference> causes) {

  /** The most causes a stamp holds. */
  public static final int MOST_CAUSES = 64;

  public Stamp {
    causes = List.copyOf(causes);
  }

  /** Returns the physical part of the time, in milliseconds since 1970. */
  public long epochMillis() {
    return hlc >>> 16;
  }

  /** Returns the physical part of the time. */
  public Instant instant() {
    return Instant.ofEpochMilli(epochMillis());
  }
}
