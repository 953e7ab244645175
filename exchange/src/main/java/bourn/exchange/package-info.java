/**
 * Datom streams from files and to files: entity maps as EDN and JSON, rows, triples, and dumps of
 * all datoms. {@link bourn.exchange.Import} and {@link bourn.exchange.Export} are the entrances.
 */
@NullMarked
package bourn.exchange;

import org.jspecify.annotations.NullMarked;
