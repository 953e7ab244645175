package bourn.kernel;

import java.util.List;

/**
 * Chunks of a stream that leave the state.
 *
 * @param incarnation of the stream
 * @param ranges of the offsets at which they begin
 * @param everything whether nothing of the stream is left then
 */
record Removal(long incarnation, List<Bound> ranges, boolean everything) {}
