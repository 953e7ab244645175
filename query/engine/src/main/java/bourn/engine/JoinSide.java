package bourn.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a join goes about it.
 *
 * @param index of the rows of one input
 * @param probe of the rows of the other, which come
 * @param indexedFirst whether the indexed rows are the left ones
 * @param keepUnmatched whether rows that come are kept without partner
 * @param keepUnfound whether indexed rows are kept without partner
 * @param residual what a pair must satisfy, or null
 */
record JoinSide(
    KeyIndex index,
    Probe probe,
    boolean indexedFirst,
    boolean keepUnmatched,
    boolean keepUnfound,
    @Nullable Evaluation residual) {}
