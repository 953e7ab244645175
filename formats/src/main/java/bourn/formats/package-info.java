/**
 * Values and rows as text: JSON, NDJSON, CSV, N-Triples and EDN, in and out, and tables for people.
 * All that is read is bounded in depth, digits and size.
 */
@NullMarked
package bourn.formats;

import org.jspecify.annotations.NullMarked;
