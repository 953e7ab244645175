package bourn.index;

import java.util.List;

/**
 * What came of comparing an index with its log.
 *
 * @param transactions how many were folded
 * @param facts how many hold after them
 * @param findings where the index differs from the log, a sentence each, the first of each order
 *     and time; empty when it does not
 */
public record IndexReport(long transactions, long facts, List<String> findings) {

  public IndexReport {
    findings = List.copyOf(findings);
  }

  /** Returns whether the index is what the log folds to. */
  public boolean isSound() {
    return findings.isEmpty();
  }
}
