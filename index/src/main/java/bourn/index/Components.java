package bourn.index;

import bourn.datoms.Attribute;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The first parts of the datoms of an order, as a caller names them. */
final class Components {

  /** An attribute that nothing has. */
  private static final long UNHEARD_OF = EntityIds.TRANSACTION - 1;

  private final Database database;
  private final DatomOrder order;
  private final List<Value> given;
  private long entity;
  private long attribute;
  private Value value = Value.Nil.NIL;

  Components(Database database, DatomOrder order, List<Value> given) {
    if (given.size() > 4) {
      throw new IllegalArgumentException(
          "at most 4 components are required, found " + given.size());
    }
    this.database = database;
    this.order = order;
    this.given = List.copyOf(given);
    int values = order == DatomOrder.VAET ? 0 : order == DatomOrder.AVET ? 1 : 2;
    int attributes = order == DatomOrder.EAVT || order == DatomOrder.VAET ? 1 : 0;
    int entities = order == DatomOrder.EAVT ? 0 : order == DatomOrder.AEVT ? 1 : 2;
    if (given.size() > attributes) {
      attribute = attribute(given.get(attributes));
    }
    if (given.size() > entities) {
      entity = entity(given.get(entities));
    }
    if (given.size() > values) {
      Value found = given.get(values);
      value = order == DatomOrder.VAET || refers() ? new Value.Int(entity(found)) : found;
    }
  }

  private boolean refers() {
    Attribute known = database.attribute(attribute);
    return known != null && known.isReference();
  }

  private long entity(Value form) {
    Long found = database.entity(form);
    if (found == null) {
      throw new IllegalArgumentException("an entity is required, found " + form);
    }
    return found;
  }

  private long attribute(Value form) {
    Attribute found =
        switch (form) {
          case Keyword ident -> database.attribute(ident);
          case Value.Int(long id) -> database.attribute(id);
          default -> null;
        };
    if (found != null) {
      return found.id();
    }
    // In memory, what nobody knows is nothing, and not an error.
    if (form instanceof Keyword && !database.isStored()) {
      return UNHEARD_OF;
    }
    throw new IllegalArgumentException("an attribute is required, found " + form);
  }

  /** Returns the attribute that was named. */
  long attribute() {
    return attribute;
  }

  /** Returns the datoms that begin with these. */
  Datoms datoms(Snapshots snapshots, Window window) {
    int depth = Math.min(3, given.size());
    if (order == DatomOrder.VAET) {
      return new Datoms(
          () ->
              stream(references(snapshots, window, false))
                  .dropWhile(datom -> compare(datom, depth) < 0)
                  .takeWhile(datom -> compare(datom, depth) == 0)
                  .iterator());
    }
    Range range = Range.prefix(inner(), depth, entity, attribute, value);
    return new Datoms(() -> ofTransaction(new DatomWalk(snapshots, window, range, false)));
  }

  private Iterator<Datom> ofTransaction(Iterator<Datom> walk) {
    return given.size() == 4 && given.getLast() instanceof Value.Int(long t)
        ? stream(walk).filter(datom -> datom.t() == t).iterator()
        : walk;
  }

  private static Stream<Datom> stream(Iterator<Datom> walk) {
    Iterable<Datom> once = () -> walk;
    return StreamSupport.stream(once.spliterator(), false);
  }

  /** Returns the datoms from these on, forward or backward. */
  Datoms seek(Snapshots snapshots, Window window, boolean backward) {
    int depth = Math.min(3, given.size());
    if (order == DatomOrder.VAET) {
      return new Datoms(
          () ->
              stream(references(snapshots, window, backward))
                  .dropWhile(
                      datom -> backward ? compare(datom, depth) > 0 : compare(datom, depth) < 0)
                  .iterator());
    }
    Probe place = Probe.of(inner(), depth, entity, attribute, value, backward);
    Range range =
        backward ? new Range(Probe.start(inner()), place) : new Range(place, Probe.end(inner()));
    return new Datoms(() -> new DatomWalk(snapshots, window, range, backward));
  }

  private Order inner() {
    return switch (order) {
      case EAVT -> Order.EAVT;
      case AEVT -> Order.AEVT;
      case AVET, VAET -> Order.AVET;
    };
  }

  private Iterator<Datom> references(Snapshots snapshots, Window window, boolean backward) {
    List<Iterator<Datom>> walks = new ArrayList<>();
    List<Attribute> attributes =
        database.attributes().stream()
            .filter(Attribute::isReference)
            .sorted(Comparator.comparingLong(Attribute::id))
            .toList();
    for (Attribute each : attributes) {
      Probe start = Probe.of(Order.AVET, 1, 0, each.id(), Value.Nil.NIL, false);
      Probe end = Probe.of(Order.AVET, 1, 0, each.id(), Value.Nil.NIL, true);
      if (!given.isEmpty() && backward) {
        end = Probe.of(Order.AVET, 2, 0, each.id(), value, true);
      } else if (!given.isEmpty()) {
        start = Probe.of(Order.AVET, 2, 0, each.id(), value, false);
      }
      walks.add(new DatomWalk(snapshots, window, new Range(start, end), backward));
    }
    return new References(walks, backward);
  }

  /** Compares the first {@code depth} parts of {@code datom} by VAET with these. */
  private int compare(Datom datom, int depth) {
    int byValue = depth < 1 ? 0 : datom.value().compareTo(value);
    int byAttribute =
        depth < 2 || byValue != 0 ? byValue : Long.compare(datom.attribute(), attribute);
    return depth < 3 || byAttribute != 0 ? byAttribute : Long.compare(datom.entity(), entity);
  }
}
