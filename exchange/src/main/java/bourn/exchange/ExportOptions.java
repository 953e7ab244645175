package bourn.exchange;

/**
 * How a stream is exported.
 *
 * @param format of the file
 * @param until the first transaction that is left out, so that what is written is the database as
 *     of the one before it
 * @param replacing whether a file that is there is replaced
 */
public record ExportOptions(ExchangeFormat format, long until, boolean replacing) {}
