/** The Datalog front end, and pull. */
@NullMarked
package bourn.datalog;

import org.jspecify.annotations.NullMarked;
