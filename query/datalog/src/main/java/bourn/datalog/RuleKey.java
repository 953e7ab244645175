package bourn.datalog;

/** A rule on the source it is invoked on. */
record RuleKey(String rule, String source) {}
