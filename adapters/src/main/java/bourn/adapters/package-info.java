/**
 * Streams in the manners of others: iterators, {@code java.util.stream}, publishers, channels with
 * select. All of them read after a cursor, deliver, and wait, with one pump.
 */
@NullMarked
package bourn.adapters;

import org.jspecify.annotations.NullMarked;
