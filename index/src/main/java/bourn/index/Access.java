package bourn.index;

import bourn.columns.Restriction;
import bourn.datoms.Attribute;
import bourn.datoms.Schema;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to find the facts that satisfy restrictions: the ranges of an order in which they all lie,
 * and what is still to be looked at fact by fact.
 */
record Access(List<Range> ranges, Conditions conditions) {

  /*
   * VAET, the order that answers which facts refer to an entity, is not kept: with the attribute
   * before the value, AVET answers the same by one search for each attribute.
   */

  static Access of(List<Restriction> restrictions, Schema schema) {
    return new Choice(restrictions).access(schema);
  }

  /**
   * Returns the range of an attribute's facts by value in which all lie that satisfy {@code
   * restrictions}, which are those of its facts.
   */
  static Range byValue(long attribute, List<Restriction> restrictions) {
    for (Restriction restriction : restrictions) {
      if (restriction.column() == Conditions.VALUE) {
        return Choice.ofValues(attribute, restriction);
      }
    }
    return Range.prefix(Order.AVET, 1, 0, attribute, Value.Nil.NIL);
  }

  /** Takes restrictions away as it finds the parts of a key in them. */
  private static final class Choice {

    private final List<Restriction> left;

    Choice(List<Restriction> restrictions) {
      left = new ArrayList<>(restrictions);
    }

    Access access(Schema schema) {
      Long entity = number(Conditions.ENTITY);
      Long attribute = number(Conditions.ATTRIBUTE);
      List<Range> ranges = new ArrayList<>();
      if (entity != null) {
        ranges.add(ofEntity(entity, attribute));
      } else if (attribute != null) {
        ranges.add(ofAttribute(attribute, range(Conditions.VALUE)));
      } else {
        Restriction value = range(Conditions.VALUE);
        if (value == null) {
          ranges.add(ofEntities(numbers(Conditions.ENTITY)));
        } else {
          for (Attribute any : schema.attributes()) {
            ranges.add(ofValues(any.id(), value));
          }
        }
      }
      return new Access(ranges, new Conditions(List.copyOf(left)));
    }

    private Range ofEntity(long entity, @Nullable Long attribute) {
      if (attribute == null) {
        return Range.prefix(Order.EAVT, 1, entity, 0, Value.Nil.NIL);
      }
      Restriction value = range(Conditions.VALUE);
      return value == null
          ? Range.prefix(Order.EAVT, 2, entity, attribute, Value.Nil.NIL)
          : between(Order.EAVT, 3, 2, entity, attribute, value);
    }

    private Range ofAttribute(long attribute, @Nullable Restriction value) {
      if (value != null) {
        return ofValues(attribute, value);
      }
      Restriction entities = numbers(Conditions.ENTITY);
      return entities == null
          ? Range.prefix(Order.AEVT, 1, 0, attribute, Value.Nil.NIL)
          : new Range(
              place(Order.AEVT, 2, 1, attribute, entities.from(), !entities.fromInclusive(), false),
              place(
                  Order.AEVT, 2, 1, attribute, entities.until(), entities.untilInclusive(), true));
    }

    private static Range ofValues(long attribute, Restriction value) {
      return between(Order.AVET, 2, 1, 0, attribute, value);
    }

    private static Range ofEntities(@Nullable Restriction entities) {
      return entities == null
          ? Range.all(Order.EAVT)
          : new Range(
              place(Order.EAVT, 1, 0, 0, entities.from(), !entities.fromInclusive(), false),
              place(Order.EAVT, 1, 0, 0, entities.until(), entities.untilInclusive(), true));
    }

    private static Range between(
        Order order, int depth, int without, long entity, long attribute, Restriction value) {
      Value from = value.from();
      Value until = value.until();
      return new Range(
          from == null
              ? Probe.of(order, without, entity, attribute, Value.Nil.NIL, false)
              : Probe.of(order, depth, entity, attribute, from, !value.fromInclusive()),
          until == null
              ? Probe.of(order, without, entity, attribute, Value.Nil.NIL, true)
              : Probe.of(order, depth, entity, attribute, until, value.untilInclusive()));
    }

    private static Probe place(
        Order order,
        int depth,
        int without,
        long attribute,
        @Nullable Value entity,
        boolean after,
        boolean end) {
      return entity instanceof Value.Int(long number)
          ? Probe.of(order, depth, number, attribute, Value.Nil.NIL, after)
          : Probe.of(order, without, 0, attribute, Value.Nil.NIL, end);
    }

    /** Takes the one number asked for of {@code column}. */
    private @Nullable Long number(int column) {
      for (Restriction restriction : left) {
        if (restriction.column() == column
            && restriction.only() instanceof Value.Int(long number)) {
          left.remove(restriction);
          return number;
        }
      }
      return null;
    }

    /** Takes a range of numbers asked for of {@code column}. */
    private @Nullable Restriction numbers(int column) {
      for (Restriction restriction : left) {
        if (restriction.column() == column
            && isNumber(restriction.from())
            && isNumber(restriction.until())) {
          left.remove(restriction);
          return restriction;
        }
      }
      return null;
    }

    private static boolean isNumber(@Nullable Value value) {
      return value == null || value instanceof Value.Int;
    }

    /** Takes the narrowest range asked for of {@code column}. */
    private @Nullable Restriction range(int column) {
      Restriction narrowest = null;
      for (Restriction restriction : left) {
        if (restriction.column() == column && (narrowest == null || restriction.only() != null)) {
          narrowest = restriction;
        }
      }
      if (narrowest != null) {
        left.remove(narrowest);
      }
      return narrowest;
    }
  }
}
