package bourn.storage;

/** What may have happened to the files of a store since they were last open. */
enum LastStop {
  /**
   * At most the death of the process: the operating system has kept every write, so nothing but the
   * last one can be incomplete.
   */
  PROCESS,
  /** Perhaps the loss of power: any write since the last sync may be there or not, or half. */
  POWER
}
