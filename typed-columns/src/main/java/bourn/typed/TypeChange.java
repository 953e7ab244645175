package bourn.typed;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.List;

/** One change of a stream's product type, that rows appended before are read through. */
public sealed interface TypeChange {

  /**
   * Adds {@code field} behind the others, which rows may leave out; it is given an id that no field
   * of the stream ever had. Rows of before are without it, or hold its default.
   */
  record Add(Field field) implements TypeChange {}

  /**
   * Has a field hold a wider type: a whole number of more bits, or {@link FieldType#F64} for {@link
   * FieldType#F32}.
   */
  record Widen(String name, FieldType to) implements TypeChange {}

  /** Has rows from now on be allowed to be without a field. */
  record Relax(String name) implements TypeChange {}

  /** Gives a field another name. */
  record Rename(String name, String to) implements TypeChange {}

  /** Has rows no longer have a field, those of before neither. Its id is not given again. */
  record Drop(String name) implements TypeChange {}

  /**
   * Returns the change that {@code value} says: {@code [:add :note :symbol :nullable]}, with a
   * field as {@link ProductType#of(Value)} has it behind the word, {@code [:widen :delay :i64]},
   * {@code [:relax :delay]}, {@code [:rename :delay :delay-minutes]} or {@code [:drop :delay]}.
   * Words may be text.
   *
   * @throws IllegalArgumentException if it says none
   */
  static TypeChange of(Value value) {
    if (value instanceof Value.Items(List<Value> words) && words.size() >= 2) {
      List<Value> behind = words.subList(1, words.size());
      switch (Declaration.name(words.getFirst()) + "/" + Math.min(words.size(), 4)) {
        case "add/3", "add/4" -> {
          return new Add(Declaration.field(new Value.Items(behind), 0));
        }
        case "widen/3" -> {
          return new Widen(
              Declaration.name(behind.get(0)),
              FieldType.of(Keyword.of(Declaration.name(behind.get(1)))));
        }
        case "relax/2" -> {
          return new Relax(Declaration.name(behind.get(0)));
        }
        case "rename/3" -> {
          return new Rename(Declaration.name(behind.get(0)), Declaration.name(behind.get(1)));
        }
        case "drop/2" -> {
          return new Drop(Declaration.name(behind.get(0)));
        }
        default -> {}
      }
    }
    throw new IllegalArgumentException(
        "[:add name type option...], [:widen name type], [:relax name], [:rename name to] or"
            + " [:drop name] is required, was "
            + RowChecks.describe(value));
  }
}
