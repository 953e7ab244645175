package bourn.engine;

import java.util.List;

/**
 * A function of each row and of those around it.
 *
 * @param function what to compute
 * @param arguments the columns of the input
 * @param frame which rows of the partition count
 */
public record WindowCall(WindowFunction function, List<Integer> arguments, Frame frame) {

  public WindowCall {
    arguments = List.copyOf(arguments);
  }
}
