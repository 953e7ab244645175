package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** LIKE agrees with regular expressions. */
final class LikeTest {

  private static final String[] PIECES = {"a", "b", "ab", "\uD83D\uDE00", "%", "_", "!%", "!_"};
  private static final int CASES = 50_000;

  @Test
  void randomPatterns_matchAsRegularExpressionsDo() {
    SplittableRandom random = new SplittableRandom(7);
    int matched = 0;
    int simple = 0;
    for (int i = 0; i < CASES; i++) {
      String text = text(random);
      StringBuilder pattern = new StringBuilder();
      StringBuilder regex = new StringBuilder();
      for (int left = random.nextInt(7); left > 0; left--) {
        String piece = PIECES[random.nextInt(PIECES.length)];
        pattern.append(piece);
        regex.append(
            switch (piece) {
              case "%" -> ".*";
              case "_" -> ".";
              case "!%", "!_" -> piece.substring(1);
              default -> piece;
            });
      }
      boolean expected = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
      assertThat(Like.matches(text, pattern.toString(), '!'))
          .as(text + " LIKE " + pattern)
          .isEqualTo(expected);
      Wildcards known = Wildcards.of(pattern.toString());
      if (known != null && pattern.indexOf("!") < 0) {
        assertThat(known.match(text)).as(text + " LIKE " + pattern).isEqualTo(expected);
        simple++;
      }
      matched += expected ? 1 : 0;
    }
    assertThat(matched).isGreaterThan(CASES / 20);
    assertThat(simple).isGreaterThan(CASES / 20);
  }

  private static String text(SplittableRandom random) {
    String[] characters = {"a", "b", "%", "_", "\uD83D\uDE00", "\n"};
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(9); left > 0; left--) {
      text.append(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }
}
