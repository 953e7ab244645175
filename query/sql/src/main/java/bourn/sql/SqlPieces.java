package bourn.sql;

import bourn.engine.QueryException;
import bourn.kernel.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement in pieces: words, numbers, strings, signs, and the space between them. Some can be
 * put in the place of others; each knows where it, or what it stands for, was written.
 */
final class SqlPieces {

  /** What a piece is. */
  enum Kind {
    SPACE,
    WORD,
    NUMBER,
    STRING,
    NAME,
    SIGN,
    END
  }

  /**
   * A piece.
   *
   * @param place where it was written
   * @param written whether it stands there as it is
   */
  record Piece(Kind kind, String text, int place, boolean written) {

    boolean is(String word) {
      return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(word);
    }
  }

  /** What a statement has that needs a look at its pieces. */
  private static final Pattern FORMS =
      Pattern.compile(
          "::|\\bJSON_TABLE\\b|\\bDISTINCT\\s+ON\\b|\\bMATCH_RECOGNIZE\\b|\\bEXCLUDE\\b"
              + "|\\bEXCEPT\\s*\\(|\\bREPLACE\\b|\\bUNPIVOT\\b|\\bGROUPS\\b|\\bTABLESAMPLE\\b",
          Pattern.CASE_INSENSITIVE);

  private final List<Piece> pieces = new ArrayList<>();

  private SqlPieces() {}

  /** Returns the pieces of {@code sql}, or null if the parser knows all that may be in it. */
  static @Nullable SqlPieces of(String sql) {
    if (!FORMS.matcher(sql).find()) {
      return null;
    }
    return split(sql);
  }

  /** Returns the pieces of {@code sql}. */
  static SqlPieces split(String sql) {
    SqlPieces pieces = new SqlPieces();
    for (int at = 0; at < sql.length(); ) {
      Piece piece = next(sql, at);
      pieces.pieces.add(piece);
      at += piece.text().length();
    }
    return pieces;
  }

  private static Piece next(String sql, int from) {
    char c = sql.charAt(from);
    int end = from + 1;
    Kind kind = Kind.SIGN;
    if (Character.isWhitespace(c)) {
      kind = Kind.SPACE;
      end = end(sql, from, Kind.SPACE);
    } else if (sql.startsWith("--", from)) {
      kind = Kind.SPACE;
      int line = sql.indexOf('\n', from);
      end = line < 0 ? sql.length() : line;
    } else if (sql.startsWith("/*", from)) {
      kind = Kind.SPACE;
      int close = sql.indexOf("*/", from + 2);
      end = close < 0 ? sql.length() : close + 2;
    } else if (c == '\'' || c == '"') {
      kind = c == '"' ? Kind.NAME : Kind.STRING;
      end = quoted(sql, from);
    } else if (Character.isDigit(c)) {
      kind = Kind.NUMBER;
      end = end(sql, from, Kind.NUMBER);
    } else if (Character.isJavaIdentifierStart(c)) {
      kind = Kind.WORD;
      end = end(sql, from, Kind.WORD);
    } else if (sql.startsWith("::", from)) {
      end = from + 2;
    }
    return new Piece(kind, sql.substring(from, end), from, true);
  }

  private static int end(String sql, int from, Kind kind) {
    int end = from + 1;
    while (end < sql.length() && goesOn(sql, end, kind)) {
      end++;
    }
    return end;
  }

  private static boolean goesOn(String sql, int at, Kind kind) {
    char c = sql.charAt(at);
    return switch (kind) {
      case SPACE -> Character.isWhitespace(c);
      case NUMBER ->
          Character.isLetterOrDigit(c)
              || c == '.'
              || ((c == '-' || c == '+') && Character.toLowerCase(sql.charAt(at - 1)) == 'e');
      default -> Character.isJavaIdentifierPart(c);
    };
  }

  /** Returns where a string or a name ends; a quote in it is written twice. */
  private static int quoted(String sql, int from) {
    char quote = sql.charAt(from);
    int at = from + 1;
    while (at < sql.length()) {
      if (sql.charAt(at) == quote) {
        if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
          at++;
        } else {
          return at + 1;
        }
      }
      at++;
    }
    return sql.length();
  }

  int size() {
    return pieces.size();
  }

  /** Returns the piece at {@code at}, an {@link Kind#END} beyond the last and before the first. */
  Piece get(int at) {
    return 0 <= at && at < pieces.size()
        ? pieces.get(at)
        : new Piece(Kind.END, "", at < 0 || pieces.isEmpty() ? 0 : pieces.getLast().place(), false);
  }

  /** Returns the index of the next piece from {@code at} on that is no space. */
  int forward(int at) {
    int next = at;
    while (get(next).kind() == Kind.SPACE) {
      next++;
    }
    return next;
  }

  /** Returns the index of the last piece from {@code at} backwards that is no space. */
  int backward(int at) {
    int last = at;
    while (get(last).kind() == Kind.SPACE) {
      last--;
    }
    return last;
  }

  /** Returns the index of the bracket that closes the one at {@code open}, or -1. */
  int closing(int open) {
    int depth = 0;
    for (int i = open; i < size(); i++) {
      depth += depth(get(i));
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the index of the bracket that opens the one at {@code close}, or -1. */
  int opening(int close) {
    int depth = 0;
    for (int i = close; i >= 0; i--) {
      depth += depth(get(i));
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static int depth(Piece piece) {
    return piece.is("(") || piece.is("[") ? 1 : piece.is(")") || piece.is("]") ? -1 : 0;
  }

  /** Puts {@code text} before the piece at {@code at}. */
  void insert(int at, Kind kind, String text) {
    pieces.add(at, new Piece(kind, text, get(at).place(), false));
  }

  /** Puts {@code text} where the pieces from {@code from} to before {@code until} are. */
  void replace(int from, int until, Kind kind, String text) {
    Piece piece = new Piece(kind, text, get(from).place(), false);
    pieces.subList(from, until).clear();
    pieces.add(from, piece);
  }

  /** Returns what the pieces from {@code from} to before {@code until} say. */
  String text(int from, int until) {
    StringBuilder text = new StringBuilder();
    pieces.subList(from, until).forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  /** Returns all pieces as a text. */
  SqlText text(String written) {
    String parsed = text(0, size());
    if (parsed.equals(written)) {
      return new SqlText(written, written, new int[0]);
    }
    int[] places = new int[parsed.length() + 1];
    int at = 0;
    for (Piece piece : pieces) {
      for (int i = 0; i < piece.text().length(); i++) {
        places[at++] = piece.written() ? piece.place() + i : piece.place();
      }
    }
    places[at] = written.length();
    return new SqlText(written, parsed, places);
  }

  /** Says what is wrong at the piece at {@code at} of {@code written}. */
  QueryException wrong(String code, String message, String written, int at, @Nullable String hint) {
    int place = at >= size() ? written.length() : get(at).place();
    return new QueryException(Keyword.of("sql/" + code), message, written, place, hint);
  }
}
