package bourn.typed;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types that a stream has had, in order.
 *
 * @param types at least one; the last is that of now
 */
record TypeHistory(List<ProductType> types) {

  TypeHistory {
    types = List.copyOf(types);
  }

  ProductType now() {
    return types.getLast();
  }

  /** Returns the type that comes of {@code changes}, one after another. */
  ProductType after(List<TypeChange> changes) {
    List<Field> fields = new ArrayList<>(now().fields());
    int nextId = nextId();
    for (TypeChange change : changes) {
      switch (change) {
        case TypeChange.Add(Field field) -> {
          fields.add(renewed(field, nextId, field.name(), field.type(), field.nullable()));
          nextId++;
        }
        case TypeChange.Widen(String name, FieldType to) -> {
          Field field = fields.get(place(fields, name));
          replace(fields, renewed(field, field.id(), name, to, field.nullable()));
        }
        case TypeChange.Relax(String name) ->
            replace(fields, fields.get(place(fields, name)).orNull());
        case TypeChange.Rename(String name, String to) -> {
          Field field = fields.get(place(fields, name));
          replace(fields, renewed(field, field.id(), to, field.type(), field.nullable()));
        }
        case TypeChange.Drop(String name) -> fields.remove(place(fields, name));
      }
    }
    return new ProductType(fields);
  }

  /** The least id that no field of any of the types has had. */
  private int nextId() {
    int next = 0;
    for (ProductType type : types) {
      for (Field field : type.fields()) {
        next = Math.max(next, field.id() + 1);
      }
    }
    return next;
  }

  private static Field renewed(Field field, int id, String name, FieldType type, boolean nullable) {
    int width = type == field.type() ? field.widthBytes() : type.widthBytes();
    return new Field(id, name, type, width, nullable, field.otherwise());
  }

  private static void replace(List<Field> fields, Field field) {
    fields.replaceAll(old -> old.id() == field.id() ? field : old);
  }

  private static int place(List<Field> fields, String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "a field of " + fields.stream().map(Field::name).toList() + " is expected, was " + name);
  }

  /**
   * Checks that all rows of these types are rows of {@code next}.
   *
   * @throws IllegalArgumentException if they are not, with field, what is required and what was
   *     found
   */
  void check(ProductType next) {
    for (Field field : next.fields()) {
      Field before = find(now(), field.id());
      if (before != null) {
        checkKept(before, field);
      } else {
        checkAdded(field);
      }
    }
  }

  private static void checkKept(Field before, Field field) {
    if (!before.type().widensTo(field.type())
        || (before.type() == field.type() && before.widthBytes() != field.widthBytes())) {
      throw refused(field, "a type that holds every " + before.type(), field.type().toString());
    }
    if (before.nullable() && !field.nullable()) {
      throw refused(field, "that it stays nullable, as rows may be without it", "not nullable");
    }
    if (!before.otherwise().equals(field.otherwise()) && before.mayBeLeftOut()) {
      throw refused(
          field,
          "the default " + before.otherwise() + ", which rows hold that left it out",
          field.otherwise().toString());
    }
  }

  private void checkAdded(Field field) {
    for (ProductType type : types) {
      Field before = find(type, field.id());
      if (before != null) {
        throw refused(
            field, "an id that no field had before", field.id() + ", which was " + before.name());
      }
    }
    if (!field.mayBeLeftOut()) {
      throw refused(
          field,
          "that a field that is added is nullable or has a default, as rows of before are without",
          "neither");
    }
  }

  private static IllegalArgumentException refused(Field field, String required, String found) {
    return new IllegalArgumentException(
        "field "
            + field.name()
            + ": required "
            + required
            + ", found "
            + found
            + "; copy the rows to a stream of the new type instead");
  }

  private static @Nullable Field find(ProductType type, int id) {
    for (Field field : type.fields()) {
      if (field.id() == id) {
        return field;
      }
    }
    return null;
  }
}
