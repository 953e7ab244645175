/** Datoms, attributes, schema and transactions. */
@NullMarked
package bourn.datoms;

import org.jspecify.annotations.NullMarked;
