/** The four orders of datoms, and the database value. */
@NullMarked
package bourn.index;

import org.jspecify.annotations.NullMarked;
