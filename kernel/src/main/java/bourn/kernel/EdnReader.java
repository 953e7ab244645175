package bourn.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the values of one text from front to back. */
final class EdnReader {

  /*
   * Recursive, so the depth is bounded. When positions are asked for, siblings collects the forms
   * of the collection that is being read; each form takes a list of its own while it is read.
   */

  private final String text;
  private int at;
  private int depth;
  private @Nullable List<Edn.Form> siblings;

  EdnReader(String text, boolean positions) {
    this.text = text;
    this.siblings = positions ? new ArrayList<>() : null;
    if (text.length() > Edn.MOST_CHARACTERS) {
      throw new EdnException(
          text,
          0,
          "a text of at most " + Edn.MOST_CHARACTERS + " characters",
          text.length() + " characters");
    }
  }

  /** Returns the next value, or null at the end of the text. */
  @Nullable Value next() {
    Value value = nextWithin();
    if (value == null && at < text.length()) {
      throw expected("a value");
    }
    return value;
  }

  /** Requires that nothing but blanks, comments and discards follows. */
  void requireEnd() {
    while (toToken()) {
      if (text.charAt(at) != '#' || peek(1) != '_') {
        throw expected("nothing more after one value");
      }
      discard();
    }
  }

  /** Returns the form of the last value that {@link #next} returned. */
  Edn.Form form() {
    return siblings().getLast();
  }

  /** Returns the exception that says that something else was required where this reader is. */
  EdnException expected(String required) {
    return new EdnException(text, at, required, foundAt(at));
  }

  private List<Edn.Form> siblings() {
    if (siblings == null) {
      throw new IllegalStateException("forms are read with positions only");
    }
    return siblings;
  }

  /** Returns the next value, or null at the end of the text or of a collection. */
  private @Nullable Value nextWithin() {
    while (toToken()) {
      char c = text.charAt(at);
      if (c == ')' || c == ']' || c == '}') {
        return null;
      }
      if (c != '#' || peek(1) != '_') {
        return siblings == null ? read(c) : readForm(c, siblings);
      }
      discard();
    }
    return null;
  }

  private Value readForm(char first, List<Edn.Form> outer) {
    int start = at;
    List<Edn.Form> children = new ArrayList<>();
    siblings = children;
    Value value = read(first);
    siblings = outer;
    outer.add(new Edn.Form(value, start, at, children, first == '('));
    return value;
  }

  private void discard() {
    List<Edn.Form> outer = siblings;
    siblings = null;
    at += 2;
    deepen();
    nextRequired("a value for #_ to discard");
    depth--;
    siblings = outer;
  }

  private Value nextRequired(String required) {
    Value value = nextWithin();
    if (value == null) {
      throw expected(required);
    }
    return value;
  }

  private Value read(char first) {
    return switch (first) {
      case '[' -> new Value.Items(readAll("[", ']'));
      case '(' -> new Value.Items(readAll("(", ')'));
      case '{' -> readMap(at, null);
      case '"' -> new Value.Text(readString());
      case '\\' -> readCharacter();
      case '#' -> readDispatch();
      case ':' -> readKeyword();
      case '\'', '@', '^', '`', '~' -> throw expected("a value");
      default -> readToken();
    };
  }

  private List<Value> readAll(String open, char close) {
    int start = at;
    at += open.length();
    deepen();
    List<Value> values = new ArrayList<>();
    for (Value value = nextWithin(); value != null; value = nextWithin()) {
      values.add(value);
    }
    close(start, open, close);
    return values;
  }

  private void deepen() {
    if (++depth > Edn.MOST_DEPTH) {
      throw new EdnException(
          text, at, "at most " + Edn.MOST_DEPTH + " levels of nesting", "one more");
    }
  }

  private void close(int start, String open, char close) {
    if (at == text.length() || text.charAt(at) != close) {
      EdnException opened = new EdnException(text, start, "", "");
      throw expected(
          close + " for the " + open + " of line " + opened.line() + ", column " + opened.column());
    }
    at++;
    depth--;
  }

  private Value readMap(int start, @Nullable String namespace) {
    at++;
    deepen();
    Value.Entries.Builder entries = new Value.Entries.Builder(8);
    for (Value read = nextWithin(); read != null; read = nextWithin()) {
      Value key = namespace == null ? read : qualified(read, namespace);
      Value value = nextWithin();
      if (value == null) {
        throw expected("a value for the key " + clipped(Edn.print(key)));
      }
      entries.add(key, value);
    }
    close(start, "{", '}');
    Ascending keys = distinct(entries.keys(), start, "keys in a map");
    return entries.build(keys);
  }

  private Value readSet() {
    int start = at;
    Value[] members = readAll("#{", '}').toArray(new Value[0]);
    return new Value.Members(
        new ValueSet(distinct(Ascending.of(members), start, "members in a set")));
  }

  private Ascending distinct(Ascending values, int start, String what) {
    int duplicate = values.duplicate();
    if (duplicate >= 0) {
      throw new EdnException(
          text, start, "distinct " + what, clipped(Edn.print(values.given(duplicate))) + " twice");
    }
    return values;
  }

  private Value qualified(Value key, String namespace) {
    if (!(key instanceof Keyword keyword)) {
      return key;
    }
    if (keyword.namespace() != null && !"_".equals(keyword.namespace())) {
      return key;
    }
    Keyword qualified =
        Keyword.of(
            keyword.namespace() == null ? namespace + "/" + keyword.name() : keyword.localName());
    if (siblings != null) {
      Edn.Form form = siblings.removeLast();
      siblings.add(new Edn.Form(qualified, form.start(), form.end(), form.children(), false));
    }
    return qualified;
  }

  private Value readDispatch() {
    char second = peek(1);
    if (second == '{') {
      return readSet();
    }
    if (second == '#') {
      return readSymbolicNumber();
    }
    if (second == ':') {
      return readNamespacedMap();
    }
    if (!Character.isLetter(second)) {
      throw new EdnException(
          text, at, "a value; after # a tag, a set or ##NaN", second == 0 ? "#" : "#" + second);
    }
    return readTagged();
  }

  private Value readSymbolicNumber() {
    int start = at;
    at += 2;
    return switch (token()) {
      case "NaN" -> new Value.Real(Double.NaN);
      case "Inf" -> new Value.Real(Double.POSITIVE_INFINITY);
      case "-Inf" -> new Value.Real(Double.NEGATIVE_INFINITY);
      default -> throw new EdnException(text, start, "##NaN, ##Inf or ##-Inf", foundAt(start));
    };
  }

  private Value readNamespacedMap() {
    int start = at;
    at += 2;
    String namespace = token();
    toToken();
    if (namespace.isEmpty() || namespace.indexOf('/') >= 0 || peek(0) != '{') {
      throw new EdnException(text, start, "a map as #:name{...}", foundAt(start));
    }
    return readMap(at, namespace);
  }

  private Value readTagged() {
    int start = at++;
    String tag = token();
    if (!EdnNames.isSlashed(tag)) {
      throw new EdnException(text, start, "a tag", "#" + tag);
    }
    deepen();
    Value value = nextRequired("a value for the tag");
    depth--;
    if (!EdnTags.isReserved(tag)) {
      return new Value.Tagged(new Symbol(tag), value);
    }
    Value read = EdnTags.read(tag, value);
    if (read == null) {
      throw new EdnException(
          text, start, EdnTags.required(tag), clipped(text.substring(start, at)));
    }
    return read;
  }

  private Value readKeyword() {
    int start = at++;
    String name = token();
    if (name.isEmpty() || name.charAt(0) == ':' || !EdnNames.isSlashed(name)) {
      throw new EdnException(
          text, start, "a keyword such as :name or :person/name", foundAt(start));
    }
    return Keyword.of(name);
  }

  private Value readToken() {
    int start = at;
    String token = token();
    if (EdnNames.beginsNumber(token)) {
      Value number = EdnNumbers.read(token);
      if (number == null) {
        throw new EdnException(text, start, EdnNumbers.required(token), foundAt(start));
      }
      return number;
    }
    if (!EdnNames.isSlashed(token)) {
      throw new EdnException(text, start, "a symbol such as name or ns/name", foundAt(start));
    }
    return switch (token) {
      case "nil" -> Value.Nil.NIL;
      case "true" -> new Value.Bool(true);
      case "false" -> new Value.Bool(false);
      default -> new Symbol(token);
    };
  }

  private String readString() {
    int start = at++;
    int from = at;
    StringBuilder unescaped = null;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        String rest = text.substring(from, at++);
        return unescaped == null ? rest : unescaped.append(rest).toString();
      }
      if (c == '\\') {
        unescaped = unescaped == null ? new StringBuilder() : unescaped;
        unescaped.append(text, from, at).append(readEscape());
        from = at;
      } else {
        at++;
      }
    }
    throw new EdnException(text, start, "\" at the end of the string", "the end of the text");
  }

  private char readEscape() {
    int named = "tbnrf\"\\".indexOf(peek(1));
    if (named >= 0) {
      at += 2;
      return "\t\b\n\r\f\"\\".charAt(named);
    }
    return peek(1) == 'u' ? readHexadecimalEscape() : readOctalEscape();
  }

  private char readHexadecimalEscape() {
    int code = number(at + 2, at + 6, 16);
    if (code < 0) {
      throw expected("\\u and four hexadecimal digits");
    }
    at += 6;
    return (char) code;
  }

  private char readOctalEscape() {
    int end = at + 1;
    while (end < Math.min(at + 4, text.length()) && isOctal(text.charAt(end))) {
      end++;
    }
    int code = number(at + 1, end, 8);
    if (code < 0 || code > 0377) {
      throw expected("an escape: \\t \\b \\n \\r \\f \\\" \\\\ \\uXXXX or \\0 to \\377");
    }
    at = end;
    return (char) code;
  }

  private Value readCharacter() {
    int start = at++;
    if (at == text.length()) {
      throw expected("a character");
    }
    at += Character.charCount(text.codePointAt(at));
    while (at < text.length() && !EdnNames.endsToken(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start + 1, at);
    if (name.codePointCount(0, name.length()) == 1) {
      return new Value.Text(name);
    }
    int code = name.charAt(0) == 'o' ? number(start + 2, at, 8) : number(start + 2, at, 16);
    return switch (name) {
      case "newline" -> new Value.Text("\n");
      case "return" -> new Value.Text("\r");
      case "space" -> new Value.Text(" ");
      case "tab" -> new Value.Text("\t");
      case "backspace" -> new Value.Text("\b");
      case "formfeed" -> new Value.Text("\f");
      default -> {
        boolean hex = name.charAt(0) == 'u' && name.length() == 5;
        boolean octal = name.charAt(0) == 'o' && name.length() <= 4 && code <= 0377;
        if (code < 0 || !(hex || octal)) {
          throw new EdnException(
              text, start, "a character such as \\a, \\newline or \\u0041", foundAt(start));
        }
        yield new Value.Text(String.valueOf((char) code));
      }
    };
  }

  private static boolean isOctal(char c) {
    return '0' <= c && c <= '7';
  }

  /** Returns the number that the digits in {@code [from, until)} are, at most four, or -1. */
  private int number(int from, int until, int radix) {
    if (from >= until || until > text.length() || until - from > 4) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < until; i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), radix) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }

  /** Skips to the next token and returns whether there is one. */
  private boolean toToken() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ';') {
        int newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline;
      } else if (!EdnNames.isBlank(c)) {
        return true;
      } else {
        at++;
      }
    }
    return false;
  }

  private String token() {
    int start = at;
    while (at < text.length() && !EdnNames.endsToken(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
  }

  private String foundAt(int position) {
    if (position >= text.length()) {
      return "the end of the text";
    }
    int end = position + 1;
    while (end < text.length()
        && !EdnNames.endsToken(text.charAt(position))
        && !EdnNames.endsToken(text.charAt(end))) {
      end++;
    }
    return clipped(text.substring(position, end));
  }

  private static String clipped(String found) {
    return found.length() <= 40 ? found : found.substring(0, 40) + "...";
  }
}
