/** The SQL front end; Calcite stays inside it. */
@NullMarked
package bourn.sql;

import org.jspecify.annotations.NullMarked;
