package bourn.kernel;

import java.util.List;

/**
 * One unit of work: what it reads becomes the causes of what it appends. Safe for use by several
 * threads.
 */
public interface CausalContext {

  /** Remembers nothing: what is appended within it has no causes. */
  CausalContext NONE =
      new CausalContext() {
        @Override
        public void observe(long incarnation, long offset) {}

        @Override
        public void observe(Stamp stamp) {}

        @Override
        public List<Reference> frontier() {
          return List.of();
        }
      };

  /** Records that the event at {@code offset} was read or appended, and so all before it. */
  void observe(long incarnation, long offset);

  /** Records that a stamp was read, so that later stamps of this context are not before it. */
  void observe(Stamp stamp);

  /** Returns the greatest offset observed of each stream, in the order of incarnations. */
  List<Reference> frontier();
}
