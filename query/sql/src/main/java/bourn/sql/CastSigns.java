package bourn.sql;

import bourn.sql.SqlPieces.Kind;
import bourn.sql.SqlPieces.Piece;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes {@code CAST(x AS type)} of {@code x::type}, which binds closer than any operator. */
final class CastSigns {

  private static final int MOST = 2_000;

  /** Types by names that others have for them. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("TEXT", "VARCHAR"),
          Map.entry("STRING", "VARCHAR"),
          Map.entry("INT1", "TINYINT"),
          Map.entry("INT2", "SMALLINT"),
          Map.entry("INT4", "INTEGER"),
          Map.entry("INT8", "BIGINT"),
          Map.entry("LONG", "BIGINT"),
          Map.entry("FLOAT4", "REAL"),
          Map.entry("FLOAT8", "DOUBLE"),
          Map.entry("BOOL", "BOOLEAN"),
          Map.entry("BLOB", "VARBINARY"),
          Map.entry("BYTEA", "VARBINARY"),
          Map.entry("DATETIME", "TIMESTAMP"),
          Map.entry("TIMESTAMPTZ", "TIMESTAMP"));

  /** Words before a parenthesis that are no function; of some, what is before belongs to it. */
  private static final Set<String> BEFORE =
      Set.of(
          "ALL AND ANY AS BETWEEN BY CASE DISTINCT ELSE ESCAPE FROM HAVING IN IS JOIN LIKE LIMIT NOT"
              .concat(" ON OR SELECT SOME THEN UNION USING VALUES WHEN WHERE")
              .split(" "));

  private static final Set<String> TAILS = Set.of("OVER", "FILTER", "GROUP");
  private static final Set<String> LITERALS = Set.of("DATE", "TIME", "TIMESTAMP", "X");

  private final SqlPieces pieces;
  private final String sql;

  private CastSigns(SqlPieces pieces, String sql) {
    this.pieces = pieces;
    this.sql = sql;
  }

  static void rewrite(SqlPieces pieces, String sql) {
    CastSigns casts = new CastSigns(pieces, sql);
    int count = 0;
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).is("::")) {
        if (++count > MOST) {
          throw pieces.wrong(
              "too-long", "a statement has at most " + MOST + " casts by ::", sql, i, null);
        }
        casts.cast(i);
      }
    }
  }

  private void cast(int sign) {
    int start = start(pieces.backward(sign - 1), sign);
    int type = pieces.forward(sign + 1);
    Piece name = pieces.get(type);
    if (name.kind() != Kind.WORD) {
      throw pieces.wrong("syntax", "a type is expected behind ::", sql, type, "as x::INTEGER");
    }
    int end = typeEnd(type);
    pieces.insert(end, Kind.SIGN, ")");
    String known = TYPES.get(name.text().toUpperCase(Locale.ROOT));
    if (known != null) {
      pieces.replace(type, type + 1, Kind.WORD, known);
    }
    pieces.replace(sign, sign + 1, Kind.WORD, " AS ");
    pieces.insert(start, Kind.SIGN, "(");
    pieces.insert(start, Kind.WORD, "CAST");
  }

  /** Returns where a type ends: its name, of two words or more for some, with what it takes. */
  private int typeEnd(int type) {
    int end = type + 1;
    if (pieces.get(type).is("DOUBLE") && pieces.get(pieces.forward(end)).is("PRECISION")) {
      end = pieces.forward(end) + 1;
    }
    int open = pieces.forward(end);
    if (pieces.get(open).is("(") && pieces.closing(open) > 0) {
      end = pieces.closing(open) + 1;
    }
    for (int next = pieces.forward(end);
        pieces.get(next).is("ARRAY") || pieces.get(next).is("MULTISET");
        next = pieces.forward(end)) {
      end = next + 1;
    }
    return end;
  }

  /** Returns where the operand begins that ends with the piece at {@code last}. */
  private int start(int last, int sign) {
    int start = last;
    while (pieces.get(start).is("]")) {
      start = pieces.backward(pieces.opening(start) - 1);
    }
    if (pieces.get(start).is(")")) {
      int open = pieces.opening(start);
      int before = pieces.backward(open - 1);
      Piece function = pieces.get(before);
      String word = function.text().toUpperCase(Locale.ROOT);
      if (function.kind() == Kind.WORD && TAILS.contains(word)) {
        throw unclear(sign);
      }
      boolean called =
          function.kind() == Kind.NAME || (function.kind() == Kind.WORD && !BEFORE.contains(word));
      return called ? qualified(before) : open;
    }
    Piece operand = pieces.get(start);
    return switch (operand.kind()) {
      case STRING -> {
        int before = pieces.backward(start - 1);
        String word = pieces.get(before).text().toUpperCase(Locale.ROOT);
        yield pieces.get(before).kind() == Kind.WORD && LITERALS.contains(word) ? before : start;
      }
      case NUMBER -> start;
      case WORD, NAME -> {
        if (operand.is("END")) {
          throw unclear(sign);
        }
        if (BEFORE.contains(operand.text().toUpperCase(Locale.ROOT))) {
          throw missing(sign);
        }
        yield qualified(start);
      }
      default -> {
        if (operand.is("?")) {
          yield start;
        }
        throw missing(sign);
      }
    };
  }

  private RuntimeException missing(int sign) {
    return pieces.wrong("syntax", "a value is expected before ::", sql, sign, "as x::INTEGER");
  }

  private RuntimeException unclear(int sign) {
    return pieces.wrong(
        "syntax",
        "what is cast by :: is not clear here",
        sql,
        sign,
        "put it in parentheses, or write CAST(.. AS ..)");
  }

  private int qualified(int name) {
    int start = name;
    while (pieces.get(pieces.backward(start - 1)).is(".")) {
      start = pieces.backward(pieces.backward(start - 1) - 1);
    }
    return start;
  }
}
