package bourn.jdbc;

import java.util.regex.Pattern;

/** Tells what a statement does by how it begins. */
final class Verbs {

  private static final Pattern INSERT =
      Pattern.compile(
          "(?:\\s++|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*+INSERT\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Verbs() {}

  static boolean isInsert(String sql) {
    return INSERT.matcher(sql).matches();
  }
}
