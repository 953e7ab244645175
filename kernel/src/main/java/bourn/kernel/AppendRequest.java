package bourn.kernel;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A batch to append, and under what terms.
 *
 * <pre>{@code
 * stream.append(AppendRequest.of(order).ifTailIs(42).durable().within(context));
 * }</pre>
 *
 * @param events the batch, at least one event
 * @param condition what must hold
 * @param producer who appends, or null when batches are not numbered
 * @param durability what the acknowledged batch survives
 * @param context whose frontier becomes the causes of the batch
 */
public record AppendRequest(
    Events events,
    Condition condition,
    @Nullable Producer producer,
    Durability durability,
    CausalContext context) {

  public AppendRequest {
    Objects.requireNonNull(events);
    if (events.count() < 1) {
      throw new IllegalArgumentException("an append needs at least 1 event, was 0");
    }
  }

  /** Returns a request to append {@code values}, unconditionally, to the log, without causes. */
  public static AppendRequest of(Value... values) {
    return of(List.of(values));
  }

  /** Returns a request to append {@code values}, unconditionally, to the log, without causes. */
  public static AppendRequest of(List<Value> values) {
    return of(new Events.Values(values));
  }

  /** Returns a request to append {@code events}, unconditionally, to the log, without causes. */
  public static AppendRequest of(Events events) {
    return new AppendRequest(events, Condition.NONE, null, Durability.LOG, CausalContext.NONE);
  }

  /** Returns this request, to happen only if the stream ends at {@code tail}. */
  public AppendRequest ifTailIs(long tail) {
    return new AppendRequest(events, new Condition.TailIs(tail), producer, durability, context);
  }

  /** Returns this request, numbered by {@code producer}. */
  public AppendRequest by(Producer producer) {
    return new AppendRequest(events, condition, producer, durability, context);
  }

  /** Returns this request, acknowledged when it is synced to the disk. */
  public AppendRequest durable() {
    return with(Durability.DISK);
  }

  /** Returns this request, acknowledged at {@code durability}. */
  public AppendRequest with(Durability durability) {
    return new AppendRequest(events, condition, producer, durability, context);
  }

  /** Returns this request, caused by what {@code context} has read and appended. */
  public AppendRequest within(CausalContext context) {
    return new AppendRequest(events, condition, producer, durability, context);
  }
}
