package bourn.kernel;

import java.util.regex.Pattern;

/**
 * The name of a stream: 1 to 200 letters, digits and {@code . _ - /}, beginning with a letter or
 * digit. A name never becomes a path.
 */
public record StreamName(String text) implements Comparable<StreamName> {

  private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._/-]{0,199}");

  public StreamName {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a stream's name is 1 to 200 letters, digits and . _ - / and begins with a letter or"
              + " digit, was \""
              + text.substring(0, Math.min(text.length(), 220))
              + "\"");
    }
  }

  /** Returns whether streams of such a name are the kernel's own. */
  boolean isReserved() {
    return text.startsWith("bourn/");
  }

  @Override
  public int compareTo(StreamName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
