package bourn.sql;

/** The type of a column, as SQL names it. */
public enum SqlType {
  /** True or false. */
  BOOLEAN,
  /** A whole number of 8 bits. */
  TINYINT,
  /** A whole number of 16 bits. */
  SMALLINT,
  /** A whole number of 32 bits. */
  INTEGER,
  /** A whole number of 64 bits. */
  BIGINT,
  /** A decimal number. */
  DECIMAL,
  /** A floating point number of 32 bits. */
  REAL,
  /** A floating point number of 64 bits. */
  DOUBLE,
  /** A string. */
  VARCHAR,
  /** A string of bytes. */
  VARBINARY,
  /** A day. Its value is the instant at which it begins, in UTC. */
  DATE,
  /** A point in time, to the microsecond, in UTC. */
  TIMESTAMP,
  /** A universally unique identifier. */
  UUID,
  /** A length of time; its value is a number of milliseconds, or of months. */
  INTERVAL,
  /** Any value: each row has its own type. */
  ANY
}
