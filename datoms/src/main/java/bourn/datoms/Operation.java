package bourn.datoms;

import bourn.kernel.Value;
import org.jspecify.annotations.Nullable;

/** One step of a transaction, its names resolved but for tempids. */
sealed interface Operation {

  /** Returns the form that asks for it. */
  Value form();

  /** A fact is to hold, which {@code description} describes. */
  record Add(Place entity, Attribute attribute, Operand value, Description description, Value form)
      implements Operation {}

  /**
   * What is said of a fact.
   *
   * @param entity that describes it, or null
   * @param derived whether it was derived from others
   */
  record Description(@Nullable Place entity, boolean derived) {
    static final Description NONE = new Description(null, false);
  }

  /** A fact is no longer to hold; without value, all of the entity and attribute. */
  record Retract(Place entity, Attribute attribute, @Nullable Operand value, Value form)
      implements Operation {}

  /** Nothing of an entity and its components is to hold, nor any reference to them. */
  record RetractEntity(Place entity, Value form) implements Operation {}

  /** A value is to be replaced if it is {@code old}; null when there is to be none. */
  record Swap(Place entity, Attribute attribute, @Nullable Operand old, Operand value, Value form)
      implements Operation {}
}
