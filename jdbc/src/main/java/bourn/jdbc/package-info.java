/** A JDBC driver for the SQL of embedded stores. */
@NullMarked
package bourn.jdbc;

import org.jspecify.annotations.NullMarked;
