package bourn.storage;

import java.nio.file.Path;

/**
 * What a backup copied.
 *
 * @param folder of the backup, which is itself the folder of a store
 * @param number of the backup, greater than that of the one before
 * @param copiedBytes that were copied
 * @param sharedBytes that the backup before has too, and that were not copied again
 */
public record BackupReport(Path folder, int number, long copiedBytes, long sharedBytes) {}
