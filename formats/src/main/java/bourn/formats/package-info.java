/** JSON, NDJSON and CSV, in and out. */
@NullMarked
package bourn.formats;

import org.jspecify.annotations.NullMarked;
