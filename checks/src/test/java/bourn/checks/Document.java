package bourn.checks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown file, taken apart into what can be checked of it.
 *
 * @param snippets its fenced blocks of code, in order
 * @param links the targets of its links, code left out
 * @param anchors what a link may name after a number sign: its headings, as GitHub names them
 */
record Document(Path file, List<Snippet> snippets, List<String> links, Set<String> anchors) {

  /**
   * A fenced block of code.
   *
   * @param notRun why it is not run, or empty: what {@code <!-- not run: why -->} on the line above
   *     says
   */
  record Snippet(String language, String text, int line, String notRun) {}

  private static final Pattern FENCE = Pattern.compile("^\\s*```+\\s*(\\S*).*$");
  private static final Pattern NOT_RUN = Pattern.compile("^\\s*<!-- not run: (.+) -->\\s*$");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.+?)\\s*#*$");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(<?([^)\\s>]+)>?[^)]*\\)");
  private static final Pattern REFERENCE = Pattern.compile("^\\s*\\[[^\\]]+\\]:\\s*(\\S+)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  static Document of(Path file) {
    List<Snippet> snippets = new ArrayList<>();
    List<String> links = new ArrayList<>();
    Set<String> anchors = new HashSet<>();
    List<String> lines = Repository.text(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        int end = endOfFence(lines, i + 1);
        String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
        String notRun = i == 0 ? "" : first(NOT_RUN, lines.get(i - 1));
        snippets.add(new Snippet(fence.group(1), text, i + 1, notRun));
        i = end;
      } else {
        collect(CODE.matcher(lines.get(i)).replaceAll("code"), links);
        String heading = first(HEADING, lines.get(i));
        if (!heading.isEmpty()) {
          anchors.add(anchor(heading));
        }
      }
    }
    return new Document(file, snippets, links, anchors);
  }

  /** Returns the snippets in {@code language} as one text, each on the lines that it has here. */
  String program(String language) {
    StringBuilder program = new StringBuilder();
    int line = 0;
    for (Snippet snippet : snippets) {
      if (snippet.language().equals(language) && snippet.notRun().isEmpty()) {
        program.append("\n".repeat(snippet.line() - line)).append(snippet.text());
        line = snippet.line() + (int) snippet.text().lines().count();
      }
    }
    return program.toString();
  }

  private static int endOfFence(List<String> lines, int start) {
    int end = start;
    while (end < lines.size() && !lines.get(end).strip().matches("```+")) {
      end++;
    }
    return end;
  }

  private static void collect(String line, List<String> links) {
    LINK.matcher(line).results().forEach(link -> links.add(link.group(1)));
    String reference = first(REFERENCE, line);
    if (!reference.isEmpty()) {
      links.add(reference);
    }
  }

  private static String first(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
