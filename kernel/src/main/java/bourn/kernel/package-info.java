/**
 * Streams of values: the contract, values and their text and bytes, stamps, the kernel over its two
 * storage seams, and the heap twins of these.
 */
@NullMarked
package bourn.kernel;

import org.jspecify.annotations.NullMarked;
