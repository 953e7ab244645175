package bourn.datoms;

import bourn.kernel.Value;
import org.jspecify.annotations.Nullable;

/** One step of a transaction, its names resolved but for tempids. */
sealed interface Operation {

  /** Returns the form that asks for it. */
  Value form();

  /** A fact is to hold. */
  record Add(Place entity, Attribute attribute, Operand value, Value form) implements Operation {}

  /** A fact is no longer to hold; without value, all of the entity and attribute. */
  record Retract(Place entity, Attribute attribute, @Nullable Operand value, Value form)
      implements Operation {}

  /** Nothing of an entity and its components is to hold, nor any reference to them. */
  record RetractEntity(Place entity, Value form) implements Operation {}

  /** A value is to be replaced if it is {@code old}; null when there is to be none. */
  record Swap(Place entity, Attribute attribute, @Nullable Operand old, Operand value, Value form)
      implements Operation {}
}
