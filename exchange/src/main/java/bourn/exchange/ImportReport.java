package bourn.exchange;

/**
 * What an import did.
 *
 * @param records how many records it imported
 * @param before how many records an earlier import of the same name had imported
 * @param transactions how many transactions it appended
 */
public record ImportReport(long records, long before, long transactions) {}
