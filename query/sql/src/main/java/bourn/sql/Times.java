package bourn.sql;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Days and timestamps as microseconds since 1970. */
final class Times {

  static final long MICROS_A_SECOND = 1_000_000L;
  static final long MICROS_A_DAY = 86_400L * MICROS_A_SECOND;

  private Times() {}

  /** Returns the microseconds of {@code 2026-01-31 12:00:00.123456}, in UTC. */
  static long micros(String timestamp) {
    return micros(LocalDateTime.parse(timestamp.replace(' ', 'T')));
  }

  /** Returns the microseconds of a day, or of a day and a time, with or without a zone. */
  static long parse(String text) {
    if (text.length() <= 10) {
      return micros(LocalDate.parse(text));
    }
    String iso = text.replace(' ', 'T');
    return iso.endsWith("Z") || iso.lastIndexOf('+') > 0
        ? ChronoUnit.MICROS.between(Instant.EPOCH, OffsetDateTime.parse(iso).toInstant())
        : micros(LocalDateTime.parse(iso));
  }

  static long micros(LocalDateTime time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC));
  }

  static long micros(LocalDate day) {
    return Math.multiplyExact(day.toEpochDay(), MICROS_A_DAY);
  }

  static LocalDateTime time(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, MICROS_A_SECOND),
        (int) Math.floorMod(micros, MICROS_A_SECOND) * 1_000,
        ZoneOffset.UTC);
  }
}
