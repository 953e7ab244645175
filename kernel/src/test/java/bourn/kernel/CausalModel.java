package bourn.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A random history of streams, and the graph of which event led to which. */
final class CausalModel {

  /**
   * An event.
   *
   * @param name by which it is asked for: of a fork, what it shares may go by either name
   * @param past the numbers of all events before it
   */
  record Event(int number, Reference name, BitSet past) {
    @Override
    public String toString() {
      return name.toString();
    }
  }

  private static final int MOST_STREAMS_OF_FORKS = 4;

  private final SplittableRandom random;
  private final List<Event> events = new ArrayList<>();
  private final List<Event> names = new ArrayList<>();
  private final Map<Long, List<Event>> streams = new HashMap<>();
  private int forks;

  CausalModel(SplittableRandom random) {
    this.random = random;
  }

  /** Appends to {@code count} streams, and forks of them, within contexts that read around. */
  void grow(Kernel kernel, int count, int appends) {
    List<EventStream> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      open.add(kernel.open(StreamDescriptor.generic("s" + i)));
    }
    for (int i = 0; i < forks; i++) {
      open.add(kernel.find(new StreamName("fork" + i)).orElseThrow());
    }
    open.forEach(stream -> streams.computeIfAbsent(incarnation(stream), k -> new ArrayList<>()));
    List<CausalContext> contexts = new ArrayList<>();
    List<BitSet> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      contexts.add(kernel.newContext());
      seen.add(new BitSet());
    }
    for (int i = 0; i < appends; i++) {
      int unit = random.nextInt(contexts.size());
      if (random.nextInt(4) == 0) {
        contexts.set(unit, kernel.newContext());
        seen.set(unit, new BitSet());
      }
      for (int reads = random.nextInt(count > 20 ? 40 : 3); reads > 0; reads--) {
        read(open.get(random.nextInt(open.size())), contexts.get(unit), seen.get(unit));
      }
      if (random.nextInt(20) == 0 && forks < MOST_STREAMS_OF_FORKS) {
        open.add(fork(open.get(random.nextInt(open.size()))));
      }
      append(open.get(random.nextInt(open.size())), contexts.get(unit), seen.get(unit));
    }
  }

  private static long incarnation(EventStream stream) {
    return stream.extent().incarnation();
  }

  private List<Event> eventsOf(EventStream stream) {
    return streams.get(incarnation(stream));
  }

  private void read(EventStream stream, CausalContext context, BitSet seen) {
    List<Event> there = eventsOf(stream);
    if (!there.isEmpty()) {
      int offset = random.nextInt(there.size());
      stream.bound(new Bound(offset, offset + 1L), context).observe();
      see(there.get(offset), seen);
    }
  }

  private static void see(Event event, BitSet seen) {
    seen.or(event.past());
    seen.set(event.number());
  }

  private EventStream fork(EventStream parent) {
    int at = random.nextInt(eventsOf(parent).size() + 1);
    EventStream fork = parent.fork(new StreamName("fork" + forks), at);
    forks++;
    List<Event> shared = new ArrayList<>(eventsOf(parent).subList(0, at));
    streams.put(incarnation(fork), shared);
    for (int offset = 0; offset < at; offset++) {
      Event event = shared.get(offset);
      names.add(new Event(event.number(), new Reference(incarnation(fork), offset), event.past()));
    }
    return fork;
  }

  private void append(EventStream stream, CausalContext context, BitSet seen) {
    List<Event> there = eventsOf(stream);
    List<Value> batch = new ArrayList<>();
    for (int size = random.nextInt(1, 4); size > 0; size--) {
      batch.add(Value.of(size));
    }
    stream.append(AppendRequest.of(batch).within(context)).orThrow();
    BitSet past = (BitSet) seen.clone();
    if (!there.isEmpty()) {
      see(there.getLast(), past);
    }
    for (int i = 0; i < batch.size(); i++) {
      Reference name = new Reference(incarnation(stream), there.size());
      Event event = new Event(events.size(), name, (BitSet) past.clone());
      events.add(event);
      names.add(event);
      there.add(event);
      see(event, past);
    }
    see(there.getLast(), seen);
  }

  /** Returns an event under one of its names. */
  Event any() {
    return names.get(random.nextInt(names.size()));
  }

  Causality relate(Event one, Event other) {
    if (one.number() == other.number()) {
      return Causality.Known.SAME;
    }
    if (other.past().get(one.number())) {
      return Causality.Known.BEFORE;
    }
    return one.past().get(other.number()) ? Causality.Known.AFTER : Causality.Known.CONCURRENT;
  }
}
