/** Values as 64-bit words in columns: what indexes and typed streams give and the engine takes. */
@NullMarked
package bourn.columns;

import org.jspecify.annotations.NullMarked;
