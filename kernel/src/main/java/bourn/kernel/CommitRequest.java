package bourn.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Batches for several streams, appended as one: all or nothing.
 *
 * @param appends by stream; durability is the strongest of them
 */
public record CommitRequest(Map<StreamName, AppendRequest> appends) {

  public CommitRequest {
    if (appends.isEmpty()) {
      throw new IllegalArgumentException("a commit needs at least 1 append, was 0");
    }
    appends = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(appends));
  }
}
