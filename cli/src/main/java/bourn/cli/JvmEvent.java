package bourn.cli;

import java.time.Instant;

/**
 * One event of the JVM's own recorder.
 *
 * @param start when it began
 * @param event its type, as {@code GarbageCollection}
 * @param detail the class, method or cause it is about, empty when there is none
 * @param nanos how long it took
 * @param bytes how much memory it stands for
 */
record JvmEvent(Instant start, String event, String detail, long nanos, long bytes) {}
