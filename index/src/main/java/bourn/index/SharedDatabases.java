package bourn.index;

import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamKind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The indexes of one kernel, shared by all who asked for them and have not closed them yet. */
final class SharedDatabases {

  private static final IdentityHashMap<Kernel, SharedDatabases> OPEN = new IdentityHashMap<>();

  private final Kernel kernel;
  private final Limits limits;
  private final SegmentCache cache;
  private final NoveltyShare novelty;
  private final Map<Long, StreamIndex> indexes = new HashMap<>();
  private final Functions functions = new Functions();
  private final IndexThread merges;
  private final Excisions excisions;
  private int users;

  private SharedDatabases(Kernel kernel, Limits limits) {
    this.limits = limits;
    this.kernel = kernel;
    this.cache = new SegmentCache(kernel.environment().memory().indexBytes());
    this.novelty = new NoveltyShare(kernel.environment().memory().noveltyBytes());
    this.merges = new IndexThread(kernel.environment().threads(), this::merge, this::forgetDeleted);
    this.excisions = new Excisions(kernel, this::index);
  }

  /** Returns the indexes of {@code kernel}; the first to ask sets their limits. */
  static SharedDatabases acquire(Kernel kernel, Limits limits) {
    synchronized (OPEN) {
      SharedDatabases shared =
          OPEN.computeIfAbsent(kernel, any -> new SharedDatabases(any, limits));
      shared.users++;
      return shared;
    }
  }

  void release() {
    synchronized (OPEN) {
      if (--users > 0) {
        return;
      }
      OPEN.remove(kernel);
      excisions.close();
      merges.close();
      indexes.values().forEach(StreamIndex::close);
    }
  }

  StreamIndex open(String name) {
    return index(kernel.open(StreamDescriptor.datom(name)));
  }

  Database database(BoundedStream bounded) {
    EventStream stream = bounded.stream();
    if (stream.descriptor().kind() != StreamKind.DATOM) {
      throw new IllegalArgumentException(
          "a datom stream is required, found "
              + stream.descriptor().name()
              + ", which is "
              + stream.descriptor().kind());
    }
    return index(stream).database(bounded, CausalContext.NONE);
  }

  Functions functions() {
    return functions;
  }

  /** Lets go of the indexes of deleted streams; who still has a database of one keeps it. */
  private void forgetDeleted() {
    List<StreamIndex> gone;
    synchronized (this) {
      gone = indexes.values().stream().filter(StreamIndex::isGone).toList();
      indexes.values().removeAll(gone);
    }
    gone.forEach(StreamIndex::forget);
  }

  /** Merges an index if it has much novelty, and others if there is much of them all together. */
  private void merge(StreamIndex index) {
    if (index.hasMuchNovelty() || index.isGone()) {
      index.merge();
    }
    try {
      mergeLargest();
    } catch (RuntimeException e) {
      index.fail(e);
      throw e;
    }
  }

  /** Merges the indexes with the most novelty until there is room. */
  private void mergeLargest() {
    while (novelty.isLarge()) {
      StreamIndex largest = largest();
      long before = largest == null ? 0 : largest.noveltyBytes();
      if (largest == null || before == 0) {
        return;
      }
      largest.merge();
    }
  }

  private synchronized @Nullable StreamIndex largest() {
    return indexes.values().stream()
        .max(Comparator.comparingLong(StreamIndex::noveltyBytes))
        .orElse(null);
  }

  /** Returns how many bytes the novelty of all indexes takes, about. */
  long noveltyBytes() {
    return novelty.bytes();
  }

  /** Returns how many indexes are in memory. */
  synchronized int size() {
    return indexes.size();
  }

  private synchronized StreamIndex index(EventStream stream) {
    merges.start();
    return indexes.computeIfAbsent(
        stream.extent().incarnation(),
        incarnation ->
            new StreamIndex(
                kernel,
                stream,
                limits,
                cache,
                novelty,
                functions,
                merges::request,
                excisions::request));
  }
}
