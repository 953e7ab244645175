package bourn.kernel;

import java.util.List;

/** The context that remembers nothing. */
enum NoContext implements CausalContext {
  NONE;

  @Override
  public void observe(long incarnation, long offset) {}

  @Override
  public void observe(Stamp stamp) {}

  @Override
  public List<Reference> frontier() {
    return List.of();
  }
}
