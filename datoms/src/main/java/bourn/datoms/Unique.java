package bourn.datoms;

/** What it means that no two entities have the same value of an attribute. */
public enum Unique {
  /** A second entity with the value is refused. */
  VALUE,
  /** The value names its entity: a tempid that has it becomes that entity. */
  IDENTITY
}
