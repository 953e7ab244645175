/** Streams and Datalog inside a JVM service, as one dependency. */
@NullMarked
package bourn;

import org.jspecify.annotations.NullMarked;
