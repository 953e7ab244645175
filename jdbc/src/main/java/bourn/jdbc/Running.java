package bourn.jdbc;

/** A statement that can be ended from any thread. */
interface Running {

  Execution execution();
}
