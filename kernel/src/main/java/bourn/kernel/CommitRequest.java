package bourn.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Batches for several streams and positions to be stored, as one: all or nothing.
 *
 * @param appends by stream
 * @param checkpoints at most one a lease; durability is the strongest of all these and the appends
 * @param tails streams on whose state the commit was decided, each with the offset at which it has
 *     to end still; whether anything is appended to them or not
 */
public record CommitRequest(
    Map<StreamName, AppendRequest> appends, List<Checkpoint> checkpoints, List<Reference> tails) {

  public CommitRequest {
    if (appends.isEmpty() && checkpoints.isEmpty()) {
      throw new IllegalArgumentException("a commit needs at least 1 append or checkpoint, was 0");
    }
    appends = Collections.unmodifiableMap(new LinkedHashMap<>(appends));
    checkpoints = List.copyOf(checkpoints);
    tails = List.copyOf(tails);
    long leases = checkpoints.stream().map(CommitRequest::lease).distinct().count();
    if (leases < checkpoints.size()) {
      throw new IllegalArgumentException(
          "a commit stores one position a lease, was "
              + checkpoints.size()
              + " positions for "
              + leases);
    }
  }

  /** Returns a commit of {@code appends}, by stream. */
  public CommitRequest(Map<StreamName, AppendRequest> appends) {
    this(appends, List.of(), List.of());
  }

  /** Returns a commit of {@code checkpoints} alone. */
  public static CommitRequest of(Checkpoint... checkpoints) {
    return new CommitRequest(Map.of(), List.of(checkpoints), List.of());
  }

  /** Returns this commit, which stores {@code checkpoint} too. */
  public CommitRequest with(Checkpoint checkpoint) {
    List<Checkpoint> more = new ArrayList<>(checkpoints);
    more.add(checkpoint);
    return new CommitRequest(appends, more, tails);
  }

  /** Returns this commit, to happen only if each of {@code tails} is where its stream ends. */
  public CommitRequest ifTailsAre(Collection<Reference> tails) {
    return new CommitRequest(appends, checkpoints, List.copyOf(tails));
  }

  private static LeaseKey lease(Checkpoint checkpoint) {
    return LeaseKey.of(checkpoint.lease());
  }
}
