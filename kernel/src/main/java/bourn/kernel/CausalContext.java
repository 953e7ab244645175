package bourn.kernel;

import java.util.List;

/**
 * One unit of work: what it reads becomes the causes of what it appends. Safe for use by several
 * threads. {@link Kernel#newContext} makes one.
 */
public sealed interface CausalContext permits Frontier, NoContext {

  /** Remembers nothing: what is appended within it has no causes. */
  CausalContext NONE = NoContext.NONE;

  /** Records that the event at {@code offset} was read or appended, and so all before it. */
  void observe(long incarnation, long offset);

  /** Records that a stamp was read, so that later stamps of this context are not before it. */
  void observe(Stamp stamp);

  /** Returns the greatest offset observed of each stream, in the order of incarnations. */
  List<Reference> frontier();
}
