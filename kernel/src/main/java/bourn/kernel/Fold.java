package bourn.kernel;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The fold of the commit log into the key-value state: what every stream is and how far it reaches,
 * and all chunks. Opening replays the log through it, and the applier feeds it every commit after
 * that. Confined to one thread at a time.
 */
final class Fold {

  private final KeyValue state;
  private final Map<Long, StreamRecord> streams = new LinkedHashMap<>();
  private final SequencedSet<Long> changed = new LinkedHashSet<>();
  private final Usage usage;
  private final PendingChunks chunks;
  private final Map<ProducerKey, ProducerRecord> producers = new LinkedHashMap<>();
  private final Map<LeaseKey, Optional<Lease>> leases = new LinkedHashMap<>();
  private final Map<Long, Long> forgotten = new LinkedHashMap<>();
  private long address = CommitLog.NOWHERE;
  private KernelRecord kernel = KernelRecord.NEW;

  private Fold(KeyValue state) {
    this.state = state;
    this.usage = Usage.load(state);
    this.chunks = new PendingChunks(usage);
  }

  /** Returns the fold as far as {@code state} has it. */
  static Fold load(KeyValue state) {
    Fold fold = new Fold(state);
    byte[] record = state.get(KeyValue.Family.STREAMS, StateKeys.KERNEL);
    if (record != null) {
      fold.kernel = KernelRecord.of(record);
    }
    try (KeyValue.Entries entries =
        state.scan(KeyValue.Family.STREAMS, StateKeys.FIRST_STREAM, StateKeys.AFTER_STREAMS)) {
      while (entries.next()) {
        StreamRecord stream = StreamRecord.of(entries.value());
        fold.streams.put(stream.incarnation(), stream);
      }
    }
    return fold;
  }

  KernelRecord kernel() {
    return kernel;
  }

  Collection<StreamRecord> streams() {
    return streams.values();
  }

  /** Returns the bytes of the chunks that are applied but not written. */
  long pendingBytes() {
    return chunks.lengthBytes();
  }

  /** Returns where chunks lie as of now. */
  Usage.Snapshot usage() {
    return usage.snapshot();
  }

  /**
   * Takes in one commit, which begins at {@code start} in the log; nothing is written before {@link
   * #write}.
   */
  void apply(long number, long start, List<CommitEntry> entries) {
    address = start;
    for (CommitEntry entry : entries) {
      apply(entry);
      if (start != CommitLog.NOWHERE) {
        address += CommitCodec.lengthBytes(entry);
      }
    }
    kernel =
        new KernelRecord(
            entries.getLast() instanceof CommitEntry.Closed,
            kernel.epoch(),
            kernel.origin(),
            number,
            kernel.nextIncarnation(),
            kernel.hlc());
  }

  private void apply(CommitEntry entry) {
    switch (entry) {
      case CommitEntry.Opened opened -> open(opened);
      case CommitEntry.Created(long incarnation, StreamDescriptor descriptor) -> {
        change(StreamRecord.created(descriptor, incarnation));
        count(Math.max(kernel.nextIncarnation(), incarnation + 1), kernel.hlc());
      }
      case CommitEntry.Forked forked -> {
        change(
            StreamRecord.forked(
                forked.descriptor(), forked.incarnation(), forked.parent(), forked.earliest()));
        count(forked.incarnation() + 1, kernel.hlc());
      }
      case CommitEntry.Deleted(long incarnation) -> change(stream(incarnation).asDeleted());
      case CommitEntry.Trimmed(long incarnation, long earliest) -> {
        StreamRecord stream = stream(incarnation);
        change(stream.with(stream.reach().withEarliest(earliest)));
      }
      case CommitEntry.Configured(long incarnation, Configuration configuration) ->
          change(stream(incarnation).with(configuration));
      case CommitEntry.Appended(Chunk chunk) -> append(chunk);
      case CommitEntry.Numbered numbered -> number(numbered);
      case CommitEntry.Leased(Lease lease) -> leases.put(LeaseKey.of(lease), Optional.of(lease));
      case CommitEntry.Forgotten(long incarnation, String consumer, long generation) -> {
        leases.put(new LeaseKey(incarnation, consumer), Optional.empty());
        forgotten.put(incarnation, generation);
      }
      case CommitEntry.Sealed(long incarnation) -> change(stream(incarnation).asSealed());
      case CommitEntry.Closed() -> {}
    }
  }

  private void open(CommitEntry.Opened opened) {
    if (opened.epoch() > kernel.epoch()) {
      List.copyOf(streams.values()).forEach(stream -> change(stream.atEpoch(opened.epoch())));
    }
    kernel =
        new KernelRecord(
            false,
            opened.epoch(),
            opened.origin(),
            kernel.applied(),
            kernel.nextIncarnation(),
            kernel.hlc());
  }

  private void append(Chunk chunk) {
    StreamRecord stream = stream(chunk.incarnation());
    if (stream.reach().tail() != chunk.first()) {
      throw new StorageException(
          "the commit log does not fit the state: stream "
              + stream.descriptor().name()
              + " ends at "
              + stream.reach().tail()
              + ", and the next chunk begins at "
              + chunk.first());
    }
    chunks.add(
        chunk,
        address == CommitLog.NOWHERE ? address : CommitCodec.chunkAt(address),
        stream.reach().bytes());
    change(stream.with(stream.reach().with(chunk)));
    count(kernel.nextIncarnation(), Math.max(kernel.hlc(), chunk.stamp().hlc()));
  }

  /** Returns whether there is a stream of that incarnation. */
  boolean holds(long incarnation) {
    return streams.containsKey(incarnation);
  }

  /** Moves the tail of a stream to that of {@code chunk} at least: it is written elsewhere. */
  void reach(Chunk chunk) {
    StreamRecord stream = stream(chunk.incarnation());
    if (stream.reach().tail() < chunk.until()) {
      change(stream.with(stream.reach().with(chunk)));
    }
    count(kernel.nextIncarnation(), Math.max(kernel.hlc(), chunk.stamp().hlc()));
  }

  /** Gives none of the next {@code count} incarnations: they may have been given before. */
  void skipIncarnations(long count) {
    count(kernel.nextIncarnation() + count, kernel.hlc());
  }

  private void number(CommitEntry.Numbered numbered) {
    Producer producer = numbered.producer();
    ProducerKey key = new ProducerKey(numbered.incarnation(), producer.id());
    ProducerRecord before =
        producers.computeIfAbsent(key, absent -> ProducerRecord.load(state, absent));
    producers.put(key, before.with(producer, numbered.first(), numbered.last()));
  }

  private StreamRecord stream(long incarnation) {
    StreamRecord stream = streams.get(incarnation);
    if (stream == null) {
      throw new StorageException(
          "the commit log does not fit the state: there is no stream of incarnation "
              + incarnation);
    }
    return stream;
  }

  private void change(StreamRecord stream) {
    streams.put(stream.incarnation(), stream);
    changed.add(stream.incarnation());
  }

  private void count(long nextIncarnation, long hlc) {
    kernel =
        new KernelRecord(
            kernel.closed(),
            kernel.epoch(),
            kernel.origin(),
            kernel.applied(),
            nextIncarnation,
            hlc);
  }

  /** Writes a change of what the state has by now, between two calls of {@link #write()}. */
  void write(StateEdit edit) {
    assert chunks.lengthBytes() == 0 && changed.isEmpty() : "an edit is of what the state has";
    KeyValue.Batch batch = new KeyValue.Batch();
    edit.write(batch, state, usage);
    usage.write(batch);
    state.write(batch);
    forget(edit);
  }

  /** Writes all that was applied, in one batch. */
  void write() {
    KeyValue.Batch batch = new KeyValue.Batch();
    chunks.write(batch);
    for (long incarnation : changed) {
      StreamRecord stream = stream(incarnation);
      batch.put(KeyValue.Family.STREAMS, StateKeys.stream(incarnation), stream.toBytes());
    }
    producers.forEach(
        (key, producer) -> batch.put(KeyValue.Family.STREAMS, key.toBytes(), producer.toBytes()));
    leases.forEach((key, lease) -> put(batch, key, lease));
    forgotten.forEach(
        (incarnation, generation) ->
            batch.put(
                KeyValue.Family.STREAMS,
                StateKeys.forgotten(incarnation),
                LeaseCodec.encodeForgotten(generation)));
    batch.put(KeyValue.Family.STREAMS, StateKeys.KERNEL, kernel.toBytes());
    state.write(batch);
    changed.clear();
    producers.clear();
    leases.clear();
    forgotten.clear();
  }

  private static void put(KeyValue.Batch batch, LeaseKey key, Optional<Lease> lease) {
    lease.ifPresentOrElse(
        there -> batch.put(KeyValue.Family.STREAMS, key.toBytes(), LeaseCodec.encode(there)),
        () -> batch.delete(KeyValue.Family.STREAMS, key.toBytes()));
  }

  /** Forgets a deleted stream together with the state, not before: a fork may need it. */
  private void forget(StateEdit edit) {
    if (edit instanceof Removal removal && removal.everything()) {
      streams.remove(removal.incarnation());
    }
  }
}
