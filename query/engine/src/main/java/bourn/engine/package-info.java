/** The one executor, which Datalog and SQL share. */
@NullMarked
package bourn.engine;

import org.jspecify.annotations.NullMarked;
