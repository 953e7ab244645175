package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what is whole of a damaged store. It is given, in this order, the records of the
 * old state, its chunks, and the commits of the old log, each in any number and with anything
 * missing; what it makes of them is a new state. Confined to one thread.
 *
 * <p>Offsets never move: in the place of events that are lost stands a mark, and readers find a
 * gap.
 */
public final class Salvaging {

  /*
   * Chunks are kept as they were, byte for byte, and each says of which stream and offset it is. So
   * it does not matter from where one comes, nor how often; the log fills what is damaged in the
   * state. Everything else of a commit is folded only if the state had not done so.
   *
   * The new state says that its store was not closed: the first opening begins a new epoch, and a
   * cursor beyond what was recovered finds a gap.
   */

  private static final int BATCH_BYTES = 1 << 20;
  private static final long INCARNATIONS_SKIPPED = 1024;
  private static final int MOST_REMARKS = 1000;

  /** Of two versions of a record the greater is the later. */
  private static final Comparator<StreamRecord> STREAMS =
      Comparator.comparing(StreamRecord::deleted)
          .thenComparingLong(stream -> stream.reach().tail())
          .thenComparing(StreamRecord::sealed)
          .thenComparingLong(stream -> stream.configuration().epochMillis())
          .thenComparingLong(stream -> stream.reach().earliest());

  private static final Comparator<ProducerRecord> PRODUCERS =
      Comparator.comparingInt(ProducerRecord::epoch).thenComparingLong(ProducerRecord::sequence);

  private static final Comparator<Lease> LEASES =
      Comparator.comparingLong(Lease::generation).thenComparingLong(Lease::position);

  private final KeyValue state;
  private final boolean keepsChunks;
  private final NavigableMap<byte[], byte[]> records = new TreeMap<>(Arrays::compareUnsigned);
  private final Map<Long, OffsetRanges> held = new HashMap<>();
  private final List<Chunk> gathered = new ArrayList<>();
  private int gatheredBytes;
  private final Set<Long> unreadable = new HashSet<>();
  private final List<Bound> lostCommits = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private KeyValue.Batch batch = new KeyValue.Batch();
  private long batchBytes;
  private @Nullable Fold fold;
  private boolean complete;
  private long applied;

  private Salvaging(KeyValue state, boolean keepsChunks) {
    this.state = state;
    this.keepsChunks = keepsChunks;
  }

  /** Begins a salvage into {@code state}, which is empty and stays the caller's. */
  public static Salvaging into(KeyValue state) {
    return new Salvaging(state, true);
  }

  /** Begins a salvage that makes nothing but the report. */
  public static Salvaging examination() {
    return new Salvaging(new HeapKeyValue(), false);
  }

  /** Notes what else is wrong, for the report. */
  public void remark(String remark) {
    if (remarks.size() < MOST_REMARKS) {
      remarks.add(remark);
    }
  }

  /**
   * Takes an entry of the family {@link KeyValue.Family#STREAMS}. Of several under one key the one
   * that is furthest stays.
   */
  public void record(byte[] key, byte[] value) {
    if (StateKeys.isUsage(key)) {
      return;
    }
    try {
      byte[] before = records.get(key);
      if (before == null ? isReadable(key, value) : isFurther(key, value, before)) {
        records.put(key, value);
      }
    } catch (RuntimeException e) {
      remark("a record of the state cannot be read: " + e.getMessage());
    }
  }

  private static boolean isReadable(byte[] key, byte[] value) {
    return isFurther(key, value, value);
  }

  /** Returns whether {@code value} is at least as far as {@code before}, both whole. */
  private static boolean isFurther(byte[] key, byte[] value, byte[] before) {
    if (Arrays.equals(key, StateKeys.KERNEL)) {
      return KernelRecord.of(value).applied() >= KernelRecord.of(before).applied();
    }
    if (StateKeys.isStream(key)) {
      return STREAMS.compare(StreamRecord.of(value), StreamRecord.of(before)) >= 0;
    }
    if (StateKeys.isProducer(key)) {
      return PRODUCERS.compare(ProducerRecord.of(value), ProducerRecord.of(before)) >= 0;
    }
    return !StateKeys.isLease(key)
        || LEASES.compare(LeaseCodec.decode(value), LeaseCodec.decode(before)) >= 0;
  }

  /**
   * Ends the records.
   *
   * @param all whether they were all there were; then chunks of other streams are of deleted ones
   */
  public void endRecords(boolean all) {
    records.forEach((key, value) -> put(KeyValue.Family.STREAMS, key, value));
    records.clear();
    write();
    fold = Fold.load(state, new HeapCommitLog());
    applied = fold.kernel().applied();
    complete = all && applied > 0;
  }

  private void put(KeyValue.Family family, byte[] key, byte[] value) {
    batch.put(family, key, value);
    batchBytes += key.length + value.length;
    if (batchBytes >= BATCH_BYTES) {
      write();
    }
  }

  private void write() {
    state.write(batch);
    batch = new KeyValue.Batch();
    batchBytes = 0;
  }

  private Fold fold() {
    if (fold == null) {
      throw new IllegalStateException("the records must be ended before chunks and commits");
    }
    return fold;
  }

  /**
   * Takes a value of the family {@link KeyValue.Family#CHUNKS}. The place of a chunk is passed
   * over: the log has it.
   */
  public void chunks(byte[] value) {
    MemorySegment bytes = MemorySegment.ofArray(value);
    if (LostRange.read(bytes) != null || ChunkPlace.isOne(value)) {
      return;
    }
    List<Chunk> run = new ArrayList<>();
    long at = ChunkHeader.search(bytes, 0);
    while (at >= 0) {
      Chunk chunk = ChunkHeader.read(bytes, at);
      if (!run.isEmpty() && run.getLast().until() != chunk.first()) {
        put(run);
      }
      if (isWanted(chunk)) {
        run.add(chunk);
      }
      at = ChunkHeader.search(bytes, at + chunk.lengthBytes());
    }
    put(run);
  }

  private boolean isWanted(Chunk chunk) {
    boolean known = fold().holds(chunk.incarnation()) || (!complete && revive(chunk));
    return known && !held(chunk.incarnation()).holds(chunk.first(), chunk.until());
  }

  private OffsetRanges held(long incarnation) {
    return held.computeIfAbsent(incarnation, key -> new OffsetRanges());
  }

  /** Makes a stream for a chunk of one whose record is lost, if its events can be read. */
  private boolean revive(Chunk chunk) {
    long incarnation = chunk.incarnation();
    if (unreadable.contains(incarnation)) {
      return false;
    }
    if (!isOfValues(chunk)) {
      unreadable.add(incarnation);
      remark("the name and type of stream " + incarnation + " are lost, and so are its rows");
      return false;
    }
    StreamDescriptor descriptor = StreamDescriptor.generic("salvaged/" + incarnation);
    remark("the name of stream " + incarnation + " is lost; it is " + descriptor.name() + " now");
    fold()
        .apply(
            applied, CommitLog.NOWHERE, List.of(new CommitEntry.Created(incarnation, descriptor)));
    return true;
  }

  private static boolean isOfValues(Chunk chunk) {
    EventFormat.Walker walker = ValueFormat.INSTANCE.walker();
    List<Value> values = new ArrayList<>();
    try {
      for (int i = 0; i < chunk.count(); i++) {
        walker.stand(chunk.body(), chunk.count(), i);
        values.add(walker.value());
      }
      return values.size() == chunk.count();
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void put(List<Chunk> run) {
    if (run.isEmpty()) {
      return;
    }
    Chunk first = run.getFirst();
    Chunk last = run.getLast();
    if (keepsChunks) {
      put(
          KeyValue.Family.CHUNKS,
          StateKeys.chunks(first.incarnation(), first.first()),
          Chunk.pack(run));
    }
    held(first.incarnation()).add(first.first(), last.until());
    run.forEach(fold()::reach);
    run.clear();
  }

  /** Takes a commit of the log, whose number is greater than that of the one before. */
  public void commit(long number, ByteBuffer commit) {
    List<CommitEntry> entries;
    try {
      entries = CommitCodec.decode(commit);
    } catch (RuntimeException e) {
      remark("commit " + number + " cannot be read: " + e.getMessage());
      lostCommits(number, number + 1);
      return;
    }
    entries.forEach(entry -> takeAlone(number, entry));
  }

  /** An entry that does not fit what is left of the rest takes no other with it. */
  private void takeAlone(long number, CommitEntry entry) {
    try {
      take(number, entry);
    } catch (RuntimeException e) {
      remark("part of commit " + number + " has nothing to be applied to: " + e.getMessage());
    }
  }

  private void take(long number, CommitEntry entry) {
    if (entry instanceof CommitEntry.Appended(Chunk chunk)) {
      boolean known =
          fold().holds(chunk.incarnation()) || ((number > applied || !complete) && revive(chunk));
      if (known) {
        gather(chunk);
      }
    } else if (number > applied && !isKnown(entry)) {
      putGathered();
      fold().apply(number, CommitLog.NOWHERE, List.of(entry));
    }
  }

  /** Puts chunks that follow each other in the log together. */
  private void gather(Chunk chunk) {
    boolean follows =
        !gathered.isEmpty()
            && gathered.getLast().incarnation() == chunk.incarnation()
            && gathered.getLast().until() == chunk.first()
            && gatheredBytes + chunk.lengthBytes() <= PendingChunks.PACK_BYTES;
    if (!follows) {
      putGathered();
    }
    if (!held(chunk.incarnation()).holds(chunk.first(), chunk.until())) {
      gathered.add(chunk);
      gatheredBytes += chunk.lengthBytes();
    }
  }

  /** Puts what is gathered; what cannot be put holds up nothing that follows. */
  private void putGathered() {
    List<Chunk> run = new ArrayList<>(gathered);
    gathered.clear();
    gatheredBytes = 0;
    put(run);
  }

  private boolean isKnown(CommitEntry entry) {
    return switch (entry) {
      case CommitEntry.Created created -> fold().holds(created.incarnation());
      case CommitEntry.Forked forked -> fold().holds(forked.incarnation());
      default -> false;
    };
  }

  /** Notes that no commit with a number in {@code [from, until)} can be read. */
  public void lostCommits(long from, long until) {
    long begin = Math.max(from, applied + 1);
    if (begin < until) {
      lostCommits.add(new Bound(begin, until));
    }
  }

  /**
   * Ends the salvage: marks what is lost and flushes the new state.
   *
   * @param origin the number of the new store if that of the old one is lost
   */
  public SalvageReport end(long origin) {
    Fold result = fold();
    putGathered();
    List<SalvageReport.Stream> streams = new ArrayList<>();
    for (StreamRecord stream : List.copyOf(result.streams())) {
      SalvageReport.Stream report = report(stream);
      if (!stream.deleted()) {
        streams.add(report);
      }
    }
    write();
    KernelRecord kernel = result.kernel();
    if (applied == 0) {
      result.skipIncarnations(INCARNATIONS_SKIPPED);
    }
    result.apply(
        kernel.applied() + 1,
        CommitLog.NOWHERE,
        List.of(
            new CommitEntry.Opened(
                kernel.origin() == 0 ? origin : kernel.origin(), kernel.epoch())));
    result.write();
    state.flush();
    return new SalvageReport(streams, lostCommits, remarks);
  }

  private SalvageReport.Stream report(StreamRecord stream) {
    OffsetRanges ranges = held(stream.incarnation());
    long own = stream.parent() == null ? 0 : stream.parent().offset();
    long from = Math.min(stream.reach().tail(), Math.max(own, stream.reach().earliest()));
    List<Bound> lost = ranges.missing(from, stream.reach().tail());
    for (Bound bound : lost) {
      LostRange mark = new LostRange(stream.incarnation(), bound.from(), bound.until());
      put(
          KeyValue.Family.CHUNKS,
          StateKeys.chunks(stream.incarnation(), bound.from()),
          mark.toBytes());
    }
    return new SalvageReport.Stream(
        stream.descriptor(),
        stream.incarnation(),
        stream.reach().tail(),
        ranges.count(from, stream.reach().tail()),
        lost);
  }
}
