package bourn.columns;

import bourn.kernel.Value;
import java.util.function.Predicate;

/**
 * Which values of one column are asked for, where no range says it.
 *
 * @param column the index of the column in its table
 * @param admits asked of {@code nil} too, where a row has no value
 * @param text for people to read
 */
public record ValueTest(int column, Predicate<Value> admits, String text) {}
