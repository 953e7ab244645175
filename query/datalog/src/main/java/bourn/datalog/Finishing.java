package bourn.datalog;

import bourn.engine.Guard;
import bourn.kernel.Value;

/** Makes of what the engine found in a column what the query asked for, as by a pull. */
@FunctionalInterface
interface Finishing {

  /** Returns what is made of {@code value}; {@code guard} watches that. */
  Value of(Value value, Guard guard);
}
