package bourn.exchange;

/**
 * How a file is imported.
 *
 * @param format of the file
 * @param name under which the stream remembers how far the file has come
 * @param batchSize how many records a transaction has, at least 1; fewer where they are large
 * @param mapping what the columns of rows mean; only for rows
 * @param again whether records that were imported under this name are imported once more
 */
public record ImportOptions(
    ExchangeFormat format, String name, int batchSize, CsvMapping mapping, boolean again) {

  /** The usual {@link #batchSize}. */
  public static final int BATCH_SIZE = 2_000;

  private static final int MOST_BATCH = 100_000;

  public ImportOptions {
    if (batchSize < 1 || batchSize > MOST_BATCH) {
      throw new IllegalArgumentException(
          "a batch has 1 to " + MOST_BATCH + " records, was " + batchSize);
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an import has a name, was empty");
    }
  }

  /** Returns the usual way to import a file of {@code format} named {@code name}. */
  public static ImportOptions of(ExchangeFormat format, String name) {
    return new ImportOptions(format, name, BATCH_SIZE, CsvMapping.NONE, false);
  }

  /** Returns this with transactions of {@code newBatchSize} records. */
  public ImportOptions withBatchSize(int newBatchSize) {
    return new ImportOptions(format, name, newBatchSize, mapping, again);
  }

  /** Returns this with another meaning of columns. */
  public ImportOptions withMapping(CsvMapping newMapping) {
    return new ImportOptions(format, name, batchSize, newMapping, again);
  }

  /** Returns this, from the first record on whatever was imported before. */
  public ImportOptions fromTheBeginning() {
    return new ImportOptions(format, name, batchSize, mapping, true);
  }
}
