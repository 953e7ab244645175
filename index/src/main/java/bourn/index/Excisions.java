package bourn.index;

import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.Transaction;
import bourn.kernel.AppendRefusedException;
import bourn.kernel.CausalContext;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.ProgressListener;
import bourn.kernel.Redaction;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamKind;
import bourn.kernel.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Excises what marks in datom streams say, on a thread of its own.
 *
 * @see <a href="https://docs.datomic.com/operation/excision.html">Excision in Datomic</a>
 */
final class Excisions {

  /*
   * A mark is an entity like any other, in the log before anything is done, and a second transaction
   * says that it is done. So whatever stops this in the middle, who opens the index finds the mark
   * and begins again; each step finds what it did before.
   *
   * What was a part of what is excised only the index knows, and not any more once that is rebuilt;
   * so the mark is told of the parts before anything is changed.
   *
   * Streams that are forks of one another share transactions. Facts are excised in all of them,
   * as far as they are about entities that were there before the streams parted: after that the
   * same number may stand for another. When a transaction was is known in all of them by its time.
   *
   * A transaction that was prepared on an index from before may bring back a fact, by retracting it.
   * Those there are when all is done are found, and then all is done once more, as it is if a fork
   * was made meanwhile. None comes later: the tail of each stream moves after its index was rebuilt,
   * so that what was prepared before is refused.
   *
   * Databases whose scans are under way keep the replaced segments for a while; one that stands on
   * a snapshot would keep them for ever, and fails when it is read after that.
   */

  /** How long replaced segments are kept for those who read them. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long LOOK_MILLIS = 10;

  /** The most parts that one transaction tells a mark of. */
  private static final int MOST_TOLD = 10_000;

  private final Kernel kernel;
  private final Function<EventStream, StreamIndex> indexes;
  private final IndexThread thread;
  private volatile boolean closed;
  private volatile boolean purging;

  /** A stream that has transactions in common with another, those before {@code shared}. */
  private record Relative(StreamIndex index, long shared) {

    private Excision within(Excision excision) {
      if (shared == Long.MAX_VALUE) {
        return excision;
      }
      List<Transaction> last = new ArrayList<>();
      TransactionLog.read(index.stream(), shared - 1, shared, last::add);
      Transaction parted = last.getFirst();
      return excision.within(parted.nextEntity(), parted.nextAttribute(), shared);
    }
  }

  /**
   * What is to be excised of one stream.
   *
   * @param tail the end of the stream before anything was
   */
  private record Share(StreamIndex index, long tail, Transaction.Choice excised) {

    static Share of(Relative relative, List<Excision> excisions) {
      Database database = relative.index().database(CausalContext.NONE);
      Excision[] own = excisions.stream().map(relative::within).toArray(Excision[]::new);
      long[] until = new long[own.length];
      Arrays.setAll(until, i -> Excision.firstAt(database, own[i].beforeMicros()));
      return new Share(
          relative.index(),
          database.basis() + 1,
          (entity, attribute, since) -> {
            for (int i = 0; i < own.length; i++) {
              if (since < until[i] && own[i].covers(entity, attribute)) {
                return true;
              }
            }
            return false;
          });
    }

    EventStream stream() {
      return index.stream();
    }

    Redaction redaction() {
      return (offset, event) -> {
        Transaction before = Transaction.of(offset, event);
        Transaction after = before.without(excised);
        return after.equals(before) ? event : after.toValue();
      };
    }

    /**
     * Refuses if a transaction came meanwhile that has a fact to be excised: it was prepared on an
     * index that still had it.
     */
    void requireNothingNew() {
      TransactionLog.read(
          stream(),
          tail,
          stream().extent().tail(),
          transaction -> {
            if (!transaction.without(excised).equals(transaction)) {
              throw new LateException();
            }
          });
    }
  }

  /** Thrown when a fact came back while it was excised. */
  private static final class LateException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  /** Ends the work when this is closed. */
  private final class Ending implements ProgressListener {

    @Override
    public void begin(String task, long steps) {
      requireOpen();
    }

    @Override
    public void step(long steps) {
      requireOpen();
    }
  }

  Excisions(Kernel kernel, Function<EventStream, StreamIndex> indexes) {
    this.kernel = kernel;
    this.indexes = indexes;
    this.thread = new IndexThread(kernel.environment().threads(), this::excise, () -> {});
  }

  /** Asks for what the marks of {@code index} say. */
  void request(StreamIndex index) {
    thread.request(index);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the databases were closed while facts were excised");
    }
  }

  private void excise(StreamIndex index) {
    try {
      List<Datom> marks = marks(index);
      while (!marks.isEmpty()) {
        excise(index, marks);
        marks = marks(index);
      }
      index.excised(null);
    } catch (RuntimeException e) {
      index.excised(e);
    } catch (Error e) {
      index.excised(new StorageException("facts were being excised: " + e, e));
      throw e;
    }
  }

  private static List<Datom> marks(StreamIndex index) {
    index.database(CausalContext.NONE);
    return index.marks();
  }

  /** Excises what {@code marks} say, and says that it is done unless that has to be done again. */
  private void excise(StreamIndex index, List<Datom> marks) {
    Database database = index.database(CausalContext.NONE);
    List<Excision> excisions = marks.stream().map(mark -> Excision.of(database, mark)).toList();
    excisions.forEach(excision -> tellParts(index, database, excision));
    List<Share> shares = relatives(index).stream().map(each -> Share.of(each, excisions)).toList();
    excise(shares);
    try {
      Transacted _ =
          index.transactOwn(
              before -> {
                shares.forEach(Share::requireNothingNew);
                requireNoOther(index.stream(), shares);
                return done(marks);
              });
    } catch (LateException e) {
      requireOpen();
    } catch (AppendRefusedException e) {
      throw new StorageException(
          "the facts are gone, but no transaction can say so any more: " + e.getMessage(), e);
    }
  }

  /** Has the mark say which parts are excised too, unless the stream is sealed. */
  private void tellParts(StreamIndex index, Database database, Excision excision) {
    Set<Long> parts = new TreeSet<>(excision.parts());
    for (Value known : database.values(excision.mark(), BuiltIn.EXCISE_PARTS)) {
      parts.remove(((Value.Int) known).value());
    }
    List<Value> forms = new ArrayList<>();
    for (long part : parts) {
      forms.add(
          Value.list(Keyword.of("db/add"), excision.mark(), Keyword.of("db.excise/parts"), part));
    }
    for (int from = 0; from < forms.size(); from += MOST_TOLD) {
      List<Value> some = forms.subList(from, Math.min(forms.size(), from + MOST_TOLD));
      tell(index, some);
      requireOpen();
    }
  }

  /** Transacts {@code forms}, unless the stream is sealed or deleted. */
  private static void tell(StreamIndex index, List<Value> forms) {
    try {
      Transacted _ = index.transactOwn(before -> forms);
    } catch (AppendRefusedException e) {
      assert index.isGone() || index.stream().extent().sealed() : e;
    }
  }

  private void requireNoOther(EventStream stream, List<Share> shares) {
    Set<EventStream> known = new HashSet<>();
    shares.forEach(share -> known.add(share.stream()));
    if (!known.containsAll(sharing(stream).keySet())) {
      throw new LateException();
    }
  }

  private static List<Value> done(List<Datom> marks) {
    List<Value> forms = new ArrayList<>();
    for (Datom mark : marks) {
      forms.add(
          Value.list(Keyword.of("db/add"), mark.entity(), Keyword.of("db.excise/done"), true));
    }
    return forms;
  }

  private void excise(List<Share> shares) {
    Map<EventStream, Redaction> redactions = new LinkedHashMap<>();
    for (Share share : shares) {
      share.index().merge();
      redactions.put(share.stream(), share.redaction());
    }
    redactions.forEach((stream, redaction) -> kernel.redact(stream, redaction, new Ending()));
    for (Share share : shares) {
      share.index().rebuild(new Ending());
      awaitUnread(share.index());
    }
    shares.stream().skip(1).forEach(share -> moveTail(share.index()));
    purging = true;
    try {
      requireOpen();
      kernel.purge(redactions);
    } finally {
      purging = false;
    }
    requireOpen();
  }

  /** Has a relative say that facts were excised, unless it is sealed. */
  private static void moveTail(StreamIndex index) {
    Value note =
        Value.list(
            Keyword.of("db/add"),
            "datomic.tx",
            Keyword.of("db/doc"),
            "Facts were excised, as a stream says that shares transactions with this.");
    tell(index, List.of(note));
  }

  /** Returns {@code index}, and then those of all streams that share transactions with it. */
  private List<Relative> relatives(StreamIndex index) {
    List<Relative> relatives = new ArrayList<>();
    relatives.add(new Relative(index, Long.MAX_VALUE));
    sharing(index.stream())
        .forEach((stream, shared) -> relatives.add(new Relative(indexes.apply(stream), shared)));
    return relatives;
  }

  /** Returns the other streams that share transactions with {@code own}, those before an offset. */
  private Map<EventStream, Long> sharing(EventStream own) {
    Map<EventStream, Long> sharing = new LinkedHashMap<>();
    for (StreamDescriptor descriptor : kernel.streams()) {
      EventStream stream = kernel.find(descriptor.name()).orElse(null);
      if (stream != null && descriptor.kind() == StreamKind.DATOM && !stream.equals(own)) {
        long shared = shared(own, stream);
        if (shared > 0) {
          sharing.put(stream, shared);
        }
      }
    }
    return sharing;
  }

  /** Returns the first offset at which two streams differ. */
  private static long shared(EventStream one, EventStream other) {
    long low = 0;
    long high = Math.min(one.extent().tail(), other.extent().tail());
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (one.reference(middle).equals(other.reference(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void awaitUnread(StreamIndex index) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!index.removeUnread(System.nanoTime() - end > 0)) {
      requireOpen();
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StorageException("facts were being excised, and that was interrupted", e);
      }
    }
  }

  /** Ends soon. What is not done is begun again when an index is opened. */
  void close() {
    closed = true;
    thread.close(() -> purging);
  }
}
