package bourn.datalog;

/** In what shape a query's rows are wanted. */
public enum FindShape {
  /** {@code :find ?a ?b}: a set of tuples. */
  RELATION,
  /** {@code :find [?a ...]}: a list of values. */
  COLLECTION,
  /** {@code :find [?a ?b]}: one tuple. */
  TUPLE,
  /** {@code :find ?a .}: one value. */
  SCALAR
}
