package bourn.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks for the causes of a cut that lie outside it. Used once, by one thread. */
final class CutSearch {

  private final Publication publication;
  private final Causes causes;
  private final Map<LogStream, Bound> streams = new HashMap<>();
  private final Map<Long, List<Bound>> inside = new HashMap<>();
  private final SortedMap<Long, Long> removed = new TreeMap<>();
  private final SortedMap<Long, Long> elsewhere = new TreeMap<>();

  CutSearch(Publication publication, Causes causes, Cut cut) {
    this.publication = publication;
    this.causes = causes;
    cut.bounds()
        .forEach(
            (name, bound) -> {
              LogStream stream = stream(name, Objects.requireNonNull(cut.incarnations().get(name)));
              streams.put(stream, bound);
              addInside(stream, bound);
            });
  }

  private LogStream stream(StreamName name, long incarnation) {
    return publication
        .find(incarnation)
        .orElseThrow(() -> new StorageException("stream " + name + " of the cut is gone"));
  }

  /** Notes by holder where the events of {@code bound} lie. */
  private void addInside(LogStream stream, Bound bound) {
    long until = bound.until();
    while (until > bound.from()) {
      LogStream holder = stream.part(until - 1).stream();
      long at = holder.parent().map(Reference::offset).orElse(0L);
      long from = Math.max(bound.from(), at);
      inside
          .computeIfAbsent(holder.incarnation(), key -> new ArrayList<>())
          .add(new Bound(from, until));
      until = from;
    }
  }

  CutCauses run() {
    streams.forEach(this::read);
    return new CutCauses(references(removed), references(elsewhere));
  }

  private void read(LogStream stream, Bound bound) {
    ChunkCursor chunks = stream.chunks();
    long offset = bound.from();
    while (offset < bound.until()) {
      Chunk chunk = chunks.chunk(offset);
      if (!chunk.isHole()) {
        chunk.stamp().causes().forEach(this::add);
      }
      offset = chunks.until(chunk);
    }
  }

  private void add(Reference cause) {
    LogStream stream = publication.find(cause.incarnation()).orElse(null);
    List<Bound> bounds = inside.getOrDefault(cause.incarnation(), List.of());
    if (bounds.stream().anyMatch(bound -> bound.contains(cause.offset()))) {
      return;
    }
    if (stream == null || stream.deleted() || cause.offset() < stream.extent().earliest()) {
      keep(removed, cause);
    } else if (Causes.isFrontiers(stream)) {
      causes
          .rest(cause)
          .ifPresentOrElse(rest -> rest.forEach(this::add), () -> keep(removed, cause));
    } else {
      keep(elsewhere, cause);
    }
  }

  private static void keep(SortedMap<Long, Long> last, Reference cause) {
    last.merge(cause.incarnation(), cause.offset(), Math::max);
  }

  private static List<Reference> references(SortedMap<Long, Long> last) {
    return last.entrySet().stream()
        .map(entry -> new Reference(entry.getKey(), entry.getValue()))
        .toList();
  }
}
