package bourn.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fold of the commit log into the key-value state: what every stream is and how far it reaches,
 * and all chunks. Opening replays the log through it, and the applier feeds it every commit after
 * that. Confined to one thread at a time.
 */
final class Fold {

  /** How many packs, which take memory until they are written, one batch has at most. */
  private static final int REPACKINGS = 32;

  private final KeyValue state;
  private final CommitLog log;
  private final Map<Long, FoldedStream> streams = new LinkedHashMap<>();
  private final List<FoldedStream> changed = new ArrayList<>();
  private final Usage usage;
  private final PendingChunks chunks;
  private final Map<ProducerKey, ProducerRecord> producers = new LinkedHashMap<>();
  private final Map<LeaseKey, Optional<Lease>> leases = new LinkedHashMap<>();
  private final Map<Long, Long> forgotten = new LinkedHashMap<>();
  private long address = CommitLog.NOWHERE;
  private boolean closed = KernelRecord.NEW.closed();
  private int epoch = KernelRecord.NEW.epoch();
  private long origin = KernelRecord.NEW.origin();
  private @Nullable FoldedStream grown;
  private long applied = KernelRecord.NEW.applied();
  private long nextIncarnation = KernelRecord.NEW.nextIncarnation();
  private long hlc = KernelRecord.NEW.hlc();

  private Fold(KeyValue state, CommitLog log) {
    this.state = state;
    this.log = log;
    this.usage = Usage.load(state);
    this.chunks = new PendingChunks(usage);
  }

  /**
   * Returns the fold as far as {@code state} has it.
   *
   * @param log in which the chunks lie that stay there
   */
  static Fold load(KeyValue state, CommitLog log) {
    Fold fold = new Fold(state, log);
    byte[] record = state.get(KeyValue.Family.STREAMS, StateKeys.KERNEL);
    if (record != null) {
      fold.set(KernelRecord.of(record));
    }
    try (KeyValue.Entries entries =
        state.scan(KeyValue.Family.STREAMS, StateKeys.FIRST_STREAM, StateKeys.AFTER_STREAMS)) {
      while (entries.next()) {
        StreamRecord stream = StreamRecord.of(entries.value());
        fold.streams.put(stream.incarnation(), new FoldedStream(stream));
      }
    }
    return fold;
  }

  private void set(KernelRecord record) {
    closed = record.closed();
    epoch = record.epoch();
    origin = record.origin();
    applied = record.applied();
    nextIncarnation = record.nextIncarnation();
    hlc = record.hlc();
  }

  /** Returns the kernel as of now. */
  KernelRecord kernel() {
    return new KernelRecord(closed, epoch, origin, applied, nextIncarnation, hlc);
  }

  /** Returns all streams as of now. */
  List<StreamRecord> streams() {
    return streams.values().stream().map(FoldedStream::record).toList();
  }

  /** Returns the bytes of the chunks that are applied but not written. */
  long pendingBytes() {
    return chunks.lengthBytes();
  }

  /** Returns where chunks lie as of now. */
  Usage.Snapshot usage() {
    return usage.snapshot();
  }

  /** Takes in the next commits; nothing is written before {@link #write}. */
  void apply(Backlog.Item commits) {
    switch (commits) {
      case Backlog.Commit(long number, long start, List<CommitEntry> entries, long _) ->
          apply(number, start, entries);
      case Backlog.Appends appends -> apply(appends);
    }
  }

  private void apply(Backlog.Appends appends) {
    FoldedStream stream = grown(appends.incarnation(), appends.first());
    chunks.add(stream, appends);
    append(stream, appends.until(), appends.lengthBytes(), appends.hlc());
    applied = appends.number();
    closed = false;
  }

  /**
   * Takes in one commit, which begins at {@code start} in the log; nothing is written before {@link
   * #write}.
   */
  void apply(long number, long start, List<CommitEntry> entries) {
    address = start;
    for (int i = 0; i < entries.size(); i++) {
      apply(entries.get(i));
      if (start != CommitLog.NOWHERE) {
        address += CommitCodec.lengthBytes(entries.get(i));
      }
    }
    applied = number;
    closed = entries.getLast() instanceof CommitEntry.Closed;
  }

  private void apply(CommitEntry entry) {
    switch (entry) {
      case CommitEntry.Opened opened -> open(opened);
      case CommitEntry.Created(long incarnation, StreamDescriptor descriptor) -> {
        change(StreamRecord.created(descriptor, incarnation));
        nextIncarnation = Math.max(nextIncarnation, incarnation + 1);
      }
      case CommitEntry.Forked forked -> {
        change(
            StreamRecord.forked(
                forked.descriptor(), forked.incarnation(), forked.parent(), forked.earliest()));
        nextIncarnation = forked.incarnation() + 1;
      }
      case CommitEntry.Deleted(long incarnation) ->
          change(stream(incarnation).record().asDeleted());
      case CommitEntry.Trimmed(long incarnation, long earliest) -> {
        StreamRecord stream = stream(incarnation).record();
        change(stream.with(stream.reach().withEarliest(earliest)));
      }
      case CommitEntry.Configured(long incarnation, Configuration configuration) ->
          change(stream(incarnation).record().with(configuration));
      case CommitEntry.Appended(Chunk chunk) -> append(chunk);
      case CommitEntry.Numbered numbered -> number(numbered);
      case CommitEntry.Leased(Lease lease) -> leases.put(LeaseKey.of(lease), Optional.of(lease));
      case CommitEntry.Forgotten(long incarnation, String consumer, long generation) -> {
        leases.put(new LeaseKey(incarnation, consumer), Optional.empty());
        forgotten.put(incarnation, generation);
      }
      case CommitEntry.Sealed(long incarnation) -> change(stream(incarnation).record().asSealed());
      case CommitEntry.Closed() -> {}
    }
  }

  private void open(CommitEntry.Opened opened) {
    if (opened.epoch() > epoch) {
      streams().forEach(stream -> change(stream.atEpoch(opened.epoch())));
    }
    epoch = opened.epoch();
    origin = opened.origin();
  }

  private void append(Chunk chunk) {
    FoldedStream stream = grown(chunk.incarnation(), chunk.first());
    chunks.add(
        stream, chunk, address == CommitLog.NOWHERE ? address : CommitCodec.chunkAt(address));
    append(stream, chunk.until(), chunk.lengthBytes(), chunk.stamp().hlc());
  }

  /** Returns the stream that grows at {@code first}; fast when it is the one that grew before. */
  private FoldedStream grown(long incarnation, long first) {
    FoldedStream stream = grown;
    if (stream == null || stream.incarnation() != incarnation) {
      stream = stream(incarnation);
      grown = stream;
    }
    if (stream.tail() != first) {
      throw new StorageException(
          "the commit log does not fit the state: stream "
              + stream.record().descriptor().name()
              + " ends at "
              + stream.tail()
              + ", and the next chunk begins at "
              + first);
    }
    return stream;
  }

  private void append(FoldedStream stream, long until, int lengthBytes, long time) {
    stream.append(until, lengthBytes, time);
    hlc = Math.max(hlc, time);
    mark(stream);
  }

  /** Returns whether there is a stream of that incarnation. */
  boolean holds(long incarnation) {
    return streams.containsKey(incarnation);
  }

  /** Moves the tail of a stream to that of {@code chunk} at least: it is written elsewhere. */
  void reach(Chunk chunk) {
    FoldedStream stream = stream(chunk.incarnation());
    if (stream.tail() < chunk.until()) {
      append(stream, chunk.until(), chunk.lengthBytes(), chunk.stamp().hlc());
    }
    hlc = Math.max(hlc, chunk.stamp().hlc());
  }

  /** Gives none of the next {@code count} incarnations: they may have been given before. */
  void skipIncarnations(long count) {
    nextIncarnation += count;
  }

  private void number(CommitEntry.Numbered numbered) {
    Producer producer = numbered.producer();
    ProducerKey key = new ProducerKey(numbered.incarnation(), producer.id());
    ProducerRecord before =
        producers.computeIfAbsent(key, absent -> ProducerRecord.load(state, absent));
    producers.put(key, before.with(producer, numbered.first(), numbered.last()));
  }

  private FoldedStream stream(long incarnation) {
    FoldedStream stream = streams.get(incarnation);
    if (stream == null) {
      throw new StorageException(
          "the commit log does not fit the state: there is no stream of incarnation "
              + incarnation);
    }
    return stream;
  }

  private void change(StreamRecord record) {
    FoldedStream stream =
        streams.computeIfAbsent(record.incarnation(), absent -> new FoldedStream(record));
    stream.set(record);
    mark(stream);
  }

  private void mark(FoldedStream stream) {
    if (stream.markChanged()) {
      changed.add(stream);
    }
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
    List<Repacking> due = chunks.write(batch, state);
    for (FoldedStream stream : changed) {
      byte[] key = StateKeys.stream(stream.incarnation());
      batch.put(KeyValue.Family.STREAMS, key, stream.record().toBytes());
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
    batch.put(KeyValue.Family.STREAMS, StateKeys.KERNEL, kernel().toBytes());
    state.write(batch);
    changed.forEach(FoldedStream::written);
    changed.clear();
    producers.clear();
    leases.clear();
    forgotten.clear();
    repack(due);
  }

  /** Writes {@code due}, several in a batch. */
  private void repack(List<Repacking> due) {
    for (int from = 0; from < due.size(); from += REPACKINGS) {
      KeyValue.Batch batch = new KeyValue.Batch();
      for (Repacking repacking : due.subList(from, Math.min(due.size(), from + REPACKINGS))) {
        repacking.write(batch, state, log, usage);
      }
      usage.write(batch);
      state.write(batch);
    }
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
      grown = null;
    }
  }
}
