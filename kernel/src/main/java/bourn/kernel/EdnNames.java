package bourn.kernel;

/** Which characters make a token of EDN, and which names can be written as one. */
final class EdnNames {

  private static final String DELIMITERS = "\"()[]{};,@^`~\\";

  private EdnNames() {}

  /** Returns whether {@code c} separates tokens and means nothing else. */
  static boolean isBlank(char c) {
    return c <= ' ' || c == ',' || (c > 126 && (Character.isWhitespace(c) || isSpace(c)));
  }

  private static boolean isSpace(char c) {
    return Character.isSpaceChar(c) || Character.isISOControl(c) || c == '\uFEFF';
  }

  /** Returns whether {@code c} ends a token. */
  static boolean endsToken(char c) {
    return isBlank(c) || DELIMITERS.indexOf(c) >= 0;
  }

  /** Returns whether a colon and {@code name} read as the keyword of that name. */
  static boolean isPlainKeyword(String name) {
    return isToken(name) && isSlashed(name) && name.charAt(0) != ':';
  }

  /** Returns whether {@code name} reads as the symbol of that name. */
  static boolean isPlainSymbol(String name) {
    return isToken(name)
        && isSlashed(name)
        && ":#'".indexOf(name.charAt(0)) < 0
        && !beginsNumber(name)
        && !isLiteral(name);
  }

  /** Returns whether a hash, {@code name} and a value read as a value of that tag. */
  static boolean isPlainTag(String name) {
    return Character.isLetter(name.charAt(0)) && isPlainSymbol(name) && !EdnTags.isReserved(name);
  }

  /** Returns whether {@code token} is a number or a mistaken one, rather than a symbol. */
  static boolean beginsNumber(String token) {
    int at = 0;
    while (at < token.length() && "+-.".indexOf(token.charAt(at)) >= 0) {
      at++;
    }
    return at < token.length() && at <= 2 && isDigit(token.charAt(at));
  }

  /** Returns whether {@code token} means a value other than a symbol. */
  static boolean isLiteral(String token) {
    return token.equals("nil") || token.equals("true") || token.equals("false");
  }

  /** Returns whether a slash in {@code name}, if there is one, has something on both sides. */
  static boolean isSlashed(String name) {
    int slash = name.indexOf('/');
    return slash < 0 || name.equals("/") || (slash > 0 && slash < name.length() - 1);
  }

  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      if (c < 127 ? endsToken((char) c) : !Character.isLetterOrDigit(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return !name.endsWith(":") && !name.contains("::");
  }

  static boolean isDigit(char c) {
    return '0' <= c && c <= '9';
  }
}
