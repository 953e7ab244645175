package bourn.adapters;

import bourn.kernel.Value;

/** The outcome of taking from a {@link Channel}, or from the first of several that is ready. */
public sealed interface Take {

  /** The event at {@code offset} was taken from {@code channel}: no other take of it gets it. */
  record Taken(Channel channel, long offset, Value value) implements Take {}

  /** There was nothing to take, until the deadline. */
  record Nothing() implements Take {}

  /** Nothing will ever come from {@code channel}: it was sealed and is drained, or was closed. */
  record Closed(Channel channel) implements Take {}
}
