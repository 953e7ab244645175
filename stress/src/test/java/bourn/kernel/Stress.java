package bourn.kernel;

import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;

/**
 * Runs jcstress, and fails where it has run nothing. By itself it passes over tests that do not
 * start, as in a JDK that is too old for their classes, and ends well.
 */
final class Stress {

  private Stress() {}

  /** Takes the options of jcstress. */
  public static void main(String[] args) throws Exception {
    Options options = new Options(args);
    if (!options.parse()) {
      throw new IllegalArgumentException("jcstress does not know these options");
    }
    new JCStress(options).run();
    requireRun(options.getResultFile());
  }

  private static void requireRun(String file) throws Exception {
    InProcessCollector results = new InProcessCollector();
    DiskReadCollector reader = new DiskReadCollector(file, results);
    reader.dump();
    reader.close();
    int run = results.getTestResults().size();
    long failed =
        results.getTestResults().stream().filter(it -> it.status() != Status.NORMAL).count();
    if (run == 0 || failed > 0) {
      throw new AssertionError("of " + run + " runs of tests " + failed + " did not start");
    }
  }
}
