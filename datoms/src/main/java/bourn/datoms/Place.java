package bourn.datoms;

/** Something that stands for an entity in a transaction. */
sealed interface Place extends Operand {

  /** An entity whose number is known. */
  record Known(long entity) implements Place {}

  /** A tempid, by its index in {@link Temps}. */
  record Temp(int index) implements Place {}
}
