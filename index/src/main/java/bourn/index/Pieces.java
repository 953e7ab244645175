package bourn.index;

import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.LongPredicate;

/** Rows of several segments, one after the other, on their way into segments of their own. */
final class Pieces {

  private record Piece(Segment segment, int from, int until) {}

  private final List<Piece> pieces = new ArrayList<>();
  private int count;

  int count() {
    return count;
  }

  void add(Segment segment, int from, int until) {
    if (from < until) {
      pieces.add(new Piece(segment, from, until));
      count += until - from;
    }
  }

  /** Returns the rows of those attributes that satisfy {@code condition}. */
  Pieces where(LongPredicate condition) {
    Pieces chosen = new Pieces();
    for (Piece piece : pieces) {
      long[] attributes = piece.segment.attributes();
      int start = piece.from;
      for (int row = piece.from; row < piece.until; row++) {
        if (!condition.test(attributes[row])) {
          chosen.add(piece.segment, start, row);
          start = row + 1;
        }
      }
      chosen.add(piece.segment, start, piece.until);
    }
    return chosen;
  }

  /**
   * Returns all rows as segments of about {@code size} rows each.
   *
   * @param byAttribute whether no segment may hold facts of two attributes
   */
  List<Segment> cut(int size, boolean byAttribute) {
    List<Segment> segments = new ArrayList<>();
    for (Pieces group : byAttribute ? groups() : List.of(this)) {
      if (group.count > 0) {
        segments.addAll(group.cutEvenly(Math.max(1, (group.count + size / 2) / size)));
      }
    }
    return segments;
  }

  private List<Pieces> groups() {
    List<Pieces> groups = new ArrayList<>();
    long attribute = 0;
    for (Piece piece : pieces) {
      long[] attributes = piece.segment.attributes();
      int from = piece.from;
      while (from < piece.until) {
        int until = from;
        while (until < piece.until && attributes[until] == attributes[from]) {
          until++;
        }
        if (groups.isEmpty() || attributes[from] != attribute) {
          groups.add(new Pieces());
          attribute = attributes[from];
        }
        groups.getLast().add(piece.segment, from, until);
        from = until;
      }
    }
    return groups;
  }

  private List<Segment> cutEvenly(int parts) {
    List<Segment> segments = new ArrayList<>(parts);
    Pieces part = new Pieces();
    int done = 0;
    int end = count / parts;
    for (Piece piece : pieces) {
      int from = piece.from;
      while (from < piece.until) {
        int take = Math.min(piece.until - from, end - done);
        part.add(piece.segment, from, from + take);
        from += take;
        done += take;
        if (done == end) {
          segments.add(part.toSegment());
          part = new Pieces();
          end = (int) ((long) count * (segments.size() + 1) / parts);
        }
      }
    }
    return segments;
  }

  /** Returns all rows as one segment, whose dictionary has no value that is not used. */
  @SuppressWarnings("ReferenceEquality")
  Segment toSegment() {
    IdentityHashMap<Value[], int[]> used = new IdentityHashMap<>();
    Value[] marked = {};
    int[] marks = {};
    for (Piece piece : pieces) {
      Segment segment = piece.segment;
      if (segment.dictionary() != marked) {
        marked = segment.dictionary();
        marks = used.computeIfAbsent(marked, values -> new int[values.length]);
      }
      mark(piece, marks);
    }
    Value[] dictionary = union(used);
    Rows rows = new Rows(count, dictionary);
    Value[] last = {};
    int[] codes = null;
    for (Piece piece : pieces) {
      if (piece.segment.dictionary() != last) {
        last = piece.segment.dictionary();
        codes = used.get(last);
      }
      rows.addAll(piece.segment, piece.from, piece.until, codes);
    }
    return rows.toSegment();
  }

  /** Sets the element of each code in use to 1. */
  private static void mark(Piece piece, int[] marks) {
    if (marks.length == 0) {
      return;
    }
    Segment segment = piece.segment;
    for (int row = piece.from; row < piece.until; row++) {
      if (segment.kind(row) == Kind.CODE) {
        marks[(int) segment.words()[row]] = 1;
      }
    }
  }

  /** Returns the values in use, sorted; replaces each mark by the index of its value. */
  private static Value[] union(IdentityHashMap<Value[], int[]> used) {
    Value[] dictionary = {};
    for (var entry : used.entrySet()) {
      dictionary =
          Dictionaries.union(dictionary, marked(entry.getKey(), entry.getValue())).values();
    }
    for (var entry : used.entrySet()) {
      number(entry.getKey(), entry.getValue(), dictionary);
    }
    return dictionary;
  }

  private static Value[] marked(Value[] values, int[] marks) {
    Value[] marked = new Value[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (marks[i] != 0) {
        marked[count++] = values[i];
      }
    }
    return Arrays.copyOf(marked, count);
  }

  private static void number(Value[] values, int[] marks, Value[] dictionary) {
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      if (marks[i] != 0) {
        while (!dictionary[at].equals(values[i])) {
          at++;
        }
        marks[i] = at;
      }
    }
  }
}
