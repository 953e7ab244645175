package bourn.kernel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What may change about a stream: how much it keeps, how long it lives, and what its owner notes
 * about it. Limits are kept behind appends, by and by: a stream may hold more for a moment. What a
 * lease keeps from retention is not dropped: appends that would grow the stream beyond its limits
 * of events or bytes then are {@link Append.Full}.
 *
 * <pre>{@code
 * stream.configure(StreamSettings.DEFAULT.keepCount(1_000_000).keepFor(Duration.ofDays(7)));
 * }</pre>
 *
 * @param mostEvents older ones are dropped; {@link #UNLIMITED} for no limit
 * @param mostBytes of chunks; older ones are dropped by chunks of up to 64 KiB; {@link #UNLIMITED}
 *     for no limit
 * @param mostMillis since an event was appended before it is dropped; {@link #UNLIMITED} for no
 *     limit
 * @param ttlMillis since the last append, or since this was set, after which the stream is deleted;
 *     {@link #UNLIMITED} for no limit
 * @param compactionPath the path to the key of an event, as a list of map keys; of events with the
 *     same key only the newest is kept for sure, and events without one are kept all. {@code nil}
 *     for no compaction
 * @param tombstoneMillis since it was appended for which a tombstone is kept: the event {@code
 *     #bourn/tombstone key}, which says that there is nothing under that key any more
 * @param metadata whatever the owner notes; at most 64 KiB in bytes
 */
public record StreamSettings(
    long mostEvents,
    long mostBytes,
    long mostMillis,
    long ttlMillis,
    Value compactionPath,
    long tombstoneMillis,
    Value metadata) {

  /** No limit. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private static final long DEFAULT_TOMBSTONE_MILLIS = 86_400_000;

  /** Keeps everything for ever. */
  public static final StreamSettings DEFAULT =
      new StreamSettings(
          UNLIMITED,
          UNLIMITED,
          UNLIMITED,
          UNLIMITED,
          Value.Nil.NIL,
          DEFAULT_TOMBSTONE_MILLIS,
          Value.Nil.NIL);

  private static final int MOST_METADATA_BYTES = 64 << 10;

  private static final Keyword MOST_EVENTS = Keyword.of("settings/most-events");
  private static final Keyword MOST_BYTES = Keyword.of("settings/most-bytes");
  private static final Keyword MOST_MILLIS = Keyword.of("settings/most-millis");
  private static final Keyword TTL_MILLIS = Keyword.of("settings/ttl-millis");
  private static final Keyword COMPACT_BY = Keyword.of("settings/compact-by");
  private static final Keyword TOMBSTONE_MILLIS = Keyword.of("settings/tombstone-millis");
  private static final Keyword METADATA = Keyword.of("settings/metadata");

  public StreamSettings {
    if (mostEvents < 0 || mostBytes < 0 || mostMillis < 0 || ttlMillis < 1 || tombstoneMillis < 0) {
      throw new IllegalArgumentException(
          "limits are not negative, and a time to live is at least 1 ms, were "
              + mostEvents
              + " events, "
              + mostBytes
              + " bytes, "
              + mostMillis
              + " ms, "
              + ttlMillis
              + " ms");
    }
    if (!compactionPath.equals(Value.Nil.NIL)
        && !(compactionPath instanceof Value.Items(List<Value> path) && !path.isEmpty())) {
      throw new IllegalArgumentException(
          "the path to a key is a list of at least 1 map key, was " + compactionPath);
    }
    if (ValueCodec.encode(metadata).length > MOST_METADATA_BYTES) {
      throw new IllegalArgumentException(
          "metadata has at most " + MOST_METADATA_BYTES + " bytes, was more");
    }
  }

  /** Returns these, keeping only the newest {@code count} events. */
  public StreamSettings keepCount(long count) {
    return new StreamSettings(
        count, mostBytes, mostMillis, ttlMillis, compactionPath, tombstoneMillis, metadata);
  }

  /** Returns these, keeping only the newest {@code bytes} bytes. */
  public StreamSettings keepBytes(long bytes) {
    return new StreamSettings(
        mostEvents, bytes, mostMillis, ttlMillis, compactionPath, tombstoneMillis, metadata);
  }

  /** Returns these, keeping only events not older than {@code age}. */
  public StreamSettings keepFor(Duration age) {
    return new StreamSettings(
        mostEvents,
        mostBytes,
        age.toMillis(),
        ttlMillis,
        compactionPath,
        tombstoneMillis,
        metadata);
  }

  /** Returns these, with the stream deleted once nothing was appended for {@code ttl}. */
  public StreamSettings expireAfter(Duration ttl) {
    return new StreamSettings(
        mostEvents,
        mostBytes,
        mostMillis,
        ttl.toMillis(),
        compactionPath,
        tombstoneMillis,
        metadata);
  }

  /**
   * Returns these, keeping for sure only the newest event under each key, found at {@code path}.
   */
  public StreamSettings compactBy(Value... path) {
    return new StreamSettings(
        mostEvents,
        mostBytes,
        mostMillis,
        ttlMillis,
        new Value.Items(List.of(path)),
        tombstoneMillis,
        metadata);
  }

  /** Returns these, keeping tombstones for {@code age}. */
  public StreamSettings keepTombstonesFor(Duration age) {
    return new StreamSettings(
        mostEvents, mostBytes, mostMillis, ttlMillis, compactionPath, age.toMillis(), metadata);
  }

  /** Returns these, with {@code metadata} noted. */
  public StreamSettings noting(Value metadata) {
    return new StreamSettings(
        mostEvents, mostBytes, mostMillis, ttlMillis, compactionPath, tombstoneMillis, metadata);
  }

  /** Returns whether there is a limit that appending may pass. */
  boolean limitsSize() {
    return mostEvents != UNLIMITED || mostBytes != UNLIMITED;
  }

  /** Returns whether events are dropped by and by. */
  boolean drops() {
    return mostEvents != UNLIMITED || mostBytes != UNLIMITED || mostMillis != UNLIMITED;
  }

  /** Returns whether events are dropped once there is a newer one under their key. */
  boolean compacts() {
    return !compactionPath.equals(Value.Nil.NIL);
  }

  /** Returns whether somebody has to look after the stream. */
  boolean limits() {
    return drops() || compacts() || ttlMillis != UNLIMITED;
  }

  /** Returns these as a map, limits only where there is one. */
  public Value toValue() {
    Map<Value, Value> entries = new LinkedHashMap<>();
    put(entries, MOST_EVENTS, mostEvents);
    put(entries, MOST_BYTES, mostBytes);
    put(entries, MOST_MILLIS, mostMillis);
    put(entries, TTL_MILLIS, ttlMillis);
    put(entries, COMPACT_BY, compactionPath);
    if (tombstoneMillis != DEFAULT_TOMBSTONE_MILLIS) {
      entries.put(TOMBSTONE_MILLIS, Value.of(tombstoneMillis));
    }
    put(entries, METADATA, metadata);
    return new Value.Entries(entries);
  }

  private static void put(Map<Value, Value> entries, Keyword key, Value value) {
    if (!value.equals(Value.Nil.NIL)) {
      entries.put(key, value);
    }
  }

  private static void put(Map<Value, Value> entries, Keyword key, long limit) {
    if (limit != UNLIMITED) {
      entries.put(key, Value.of(limit));
    }
  }

  /**
   * Returns the settings that {@link #toValue} wrote.
   *
   * @throws IllegalArgumentException if {@code value} is none
   */
  public static StreamSettings of(Value value) {
    if (!(value instanceof Value.Entries entries)) {
      throw new IllegalArgumentException("settings are a map, was " + value);
    }
    return new StreamSettings(
        limit(entries, MOST_EVENTS),
        limit(entries, MOST_BYTES),
        limit(entries, MOST_MILLIS),
        limit(entries, TTL_MILLIS),
        orNil(entries, COMPACT_BY),
        entries.get(TOMBSTONE_MILLIS) == null
            ? DEFAULT_TOMBSTONE_MILLIS
            : limit(entries, TOMBSTONE_MILLIS),
        orNil(entries, METADATA));
  }

  private static Value orNil(Value.Entries entries, Keyword key) {
    Value value = entries.get(key);
    return value == null ? Value.Nil.NIL : value;
  }

  private static long limit(Value.Entries entries, Keyword key) {
    return switch (entries.get(key)) {
      case null -> UNLIMITED;
      case Value.Int(long limit) -> limit;
      case Value other -> throw new IllegalArgumentException(key + " is a number, was " + other);
    };
  }
}
