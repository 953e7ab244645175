package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A state that cannot be written anew. */
@Timeout(60)
final class ReclaimerTest {

  private static Usage.Snapshot removed(long bytes) {
    return new Usage.Snapshot(Map.of(), 0, bytes);
  }

  @Test
  void aStateThatCouldNotBeReclaimed_isReclaimedWhenMoreOfItIsDead() throws Exception {
    Environment environment = Environment.system();
    HeapCommitLog log = new HeapCommitLog();
    FailingState state = new FailingState();
    Fuse fuse = new Fuse();
    Publication publication = new Publication(0, Tuning.HEAP);
    Syncer syncer = new Syncer(log, publication, fuse, environment);
    Applier applier =
        new Applier(
            Fold.load(state, log),
            new Flusher(state, log, syncer, fuse, environment),
            publication,
            fuse,
            Tuning.HEAP,
            environment);
    Reclaimer reclaimer = new Reclaimer(state, log, applier, fuse, environment);
    applier.start();
    reclaimer.start();
    state.reclaimsFail.set(true);

    reclaimer.flushed(removed(Reclaimer.SLACK_BYTES + 1));
    assertThat(state.met.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    reclaimer.flushed(removed(2 * Reclaimer.SLACK_BYTES + 2));
    assertThat(state.met.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

    assertThat(fuse.blown()).isFalse();
    reclaimer.close();
    applier.close();
  }
}
