package bourn.bench;

import java.nio.file.Path;

/**
 * Something that keeps records in a folder.
 *
 * @param name with version
 */
record Contender(String name, Work work) {

  /** What is timed. */
  @FunctionalInterface
  interface Work {
    /**
     * Appends batches of {@code records} in {@code folder}, which is not there yet.
     *
     * @return the nanoseconds from the first to when the last is in its place
     */
    long nanos(Path folder, Records records, long batches) throws Exception;
  }

  /** Runs this in a folder of its own below {@code scratch}, which is removed. */
  long nanos(Path scratch, Records records, long batches) throws Exception {
    Path folder = scratch.resolve("run");
    try {
      return work.nanos(folder, records, batches);
    } finally {
      Scratch.remove(folder);
    }
  }
}
