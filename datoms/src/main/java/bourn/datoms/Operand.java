package bourn.datoms;

import bourn.kernel.Value;

/** A value in a transaction: itself, or the number of an entity that may not be known yet. */
sealed interface Operand permits Operand.Literal, Place {

  /** A value that stands for itself. */
  record Literal(Value value) implements Operand {}
}
