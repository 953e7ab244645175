package bourn.kernel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The causal order of a {@link LogKernel}. */
record LogOrder(Publication publication, Causes causes) implements CausalOrder {

  private static final long MOST_BATCHES = 1_000_000;

  /**
   * One of two events.
   *
   * @param view the stream it was named by, or null when that is gone
   * @param stamp or null when it is not known
   * @param earliestHlc a time not after that of its stamp
   * @param latestHlc a time not before that of its stamp
   */
  private record Side(
      Reference event,
      CausalSearch.Place place,
      @Nullable LogStream view,
      @Nullable Stamp stamp,
      long earliestHlc,
      long latestHlc) {}

  @Override
  public Optional<Stamp> stamp(Reference event) {
    return living(event).flatMap(stream -> stamp(stream, event.offset()));
  }

  private Optional<LogStream> living(Reference event) {
    return publication.find(event.incarnation()).filter(stream -> !stream.deleted());
  }

  private static Optional<Stamp> stamp(LogStream stream, long offset) {
    Extent extent = stream.extent();
    if (offset >= extent.tail()) {
      throw new IllegalArgumentException(
          "an event of " + stream + " is asked for, was one at " + offset);
    }
    if (offset < extent.earliest()) {
      return Optional.empty();
    }
    try {
      Chunk chunk = stream.chunks().chunk(offset);
      return chunk.isHole() ? Optional.empty() : Optional.of(chunk.stamp());
    } catch (EventsLostException e) {
      return Optional.empty();
    }
  }

  @Override
  public Causality relate(Reference one, Reference other) {
    return relate(side(one), side(other));
  }

  @Override
  public Causality relate(Stamped one, Stamped other) {
    return relate(side(one.event(), one.stamp()), side(other.event(), other.stamp()));
  }

  private Side side(Reference event) {
    return stamp(event).map(stamp -> side(event, stamp)).orElseGet(() -> unstamped(event));
  }

  private Side side(Reference event, Stamp stamp) {
    LogStream view = living(event).orElse(null);
    return new Side(event, place(event, view), view, stamp, stamp.hlc(), stamp.hlc());
  }

  private Side unstamped(Reference event) {
    LogStream view = living(event).orElse(null);
    long latest = view == null ? Long.MAX_VALUE : earliestHlc(view);
    return new Side(event, place(event, view), view, null, 0, latest);
  }

  /** Returns the time of the earliest event of {@code stream}, before which all others lay. */
  private static long earliestHlc(LogStream stream) {
    Extent extent = stream.extent();
    return extent.earliest() == extent.tail()
        ? Long.MAX_VALUE
        : stamp(stream, extent.earliest()).map(Stamp::hlc).orElse(Long.MAX_VALUE);
  }

  private static CausalSearch.Place place(Reference event, @Nullable LogStream view) {
    long holder =
        view == null ? event.incarnation() : view.part(event.offset()).stream().incarnation();
    return new CausalSearch.Place(holder, event.offset());
  }

  private Causality relate(Side one, Side other) {
    if (one.place().incarnation() == other.place().incarnation()) {
      return byOffset(one.place().offset(), other.place().offset());
    }
    Causality forward =
        one.earliestHlc() < other.latestHlc()
            ? search(one, other).run(Causality.Known.BEFORE)
            : Causality.Known.CONCURRENT;
    if (forward == Causality.Known.BEFORE || other.earliestHlc() >= one.latestHlc()) {
      return forward;
    }
    Causality backward = search(other, one).run(Causality.Known.AFTER);
    boolean toldMore = forward == Causality.Known.CONCURRENT || backward == Causality.Known.AFTER;
    return toldMore ? backward : forward;
  }

  private static Causality byOffset(long one, long other) {
    if (one == other) {
      return Causality.Known.SAME;
    }
    return one < other ? Causality.Known.BEFORE : Causality.Known.AFTER;
  }

  private CausalSearch search(Side goal, Side from) {
    CausalSearch search =
        new CausalSearch(publication, causes, goal.place(), goal.earliestHlc(), MOST_BATCHES);
    Reference event = from.event();
    if (from.view() != null) {
      search.addBefore(from.view(), event.offset());
    } else if (event.offset() > 0) {
      search.miss(new Reference(event.incarnation(), event.offset() - 1));
    }
    if (from.stamp() == null) {
      search.miss(event);
    } else {
      search.addAll(from.stamp().causes());
    }
    return search;
  }

  @Override
  public CutCauses causes(Cut cut) {
    return new CutSearch(publication, causes, cut).run();
  }
}
