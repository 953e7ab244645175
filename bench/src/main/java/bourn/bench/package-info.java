/** Side-by-side benchmarks against Bourn's peers, each of which states its anchor. */
@NullMarked
package bourn.bench;

import org.jspecify.annotations.NullMarked;
