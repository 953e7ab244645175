/** The commands and the shell. */
@NullMarked
package bourn.cli;

import org.jspecify.annotations.NullMarked;
