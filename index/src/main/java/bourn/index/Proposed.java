package bourn.index;

import bourn.kernel.AppendRequest;
import bourn.kernel.Value;
import java.util.Map;

/**
 * A transaction that was prepared and not appended.
 *
 * @param before the database it was prepared on
 * @param request appends it, if the stream ends still where that database does; as part of a {@link
 *     bourn.kernel.CommitRequest}, together with whatever else
 * @param tempids the entity that each tempid becomes
 */
public record Proposed(Database before, AppendRequest request, Map<Value, Long> tempids) {

  public Proposed {
    tempids = Map.copyOf(tempids);
  }
}
