package bourn.kernel;

/**
 * Who appends, so that a batch sent twice is appended once.
 *
 * @param id of the producer, chosen by the user
 * @param epoch of the producer: a greater one fences every smaller one
 * @param sequence of the batch within the epoch, from 0 without holes
 */
public record Producer(String id, int epoch, long sequence) {}
