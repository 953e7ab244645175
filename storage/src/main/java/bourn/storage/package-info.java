/** The commit log in files, and the folded state in RocksDB. */
@NullMarked
package bourn.storage;

import org.jspecify.annotations.NullMarked;
