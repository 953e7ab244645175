/** Product types, fixed-width columns and blob references. */
@NullMarked
package bourn.typed;

import org.jspecify.annotations.NullMarked;
