package bourn.cli;

import java.time.Instant;

/**
 * One flight.
 *
 * @param departure local time, as if it were UTC
 * @param delay minutes late, negative when early
 * @param distance miles
 * @param origin the code of the airport it left
 * @param destination the code of the airport it went to
 */
record Flight(Instant departure, int delay, int distance, String origin, String destination) {}
