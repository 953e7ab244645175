package bourn.typed;

import bourn.kernel.BlobReference;
import bourn.kernel.Edn;
import bourn.kernel.Value;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the components of a record class and the fields of its product type stand for each other. */
final class RecordShape<R extends Record> {

  private static final Map<Class<?>, FieldType> TYPES =
      Map.ofEntries(
          Map.entry(boolean.class, FieldType.BOOL),
          Map.entry(Boolean.class, FieldType.BOOL),
          Map.entry(byte.class, FieldType.I8),
          Map.entry(Byte.class, FieldType.I8),
          Map.entry(short.class, FieldType.I16),
          Map.entry(Short.class, FieldType.I16),
          Map.entry(int.class, FieldType.I32),
          Map.entry(Integer.class, FieldType.I32),
          Map.entry(long.class, FieldType.I64),
          Map.entry(Long.class, FieldType.I64),
          Map.entry(float.class, FieldType.F32),
          Map.entry(Float.class, FieldType.F32),
          Map.entry(double.class, FieldType.F64),
          Map.entry(Double.class, FieldType.F64),
          Map.entry(Instant.class, FieldType.INSTANT),
          Map.entry(UUID.class, FieldType.UUID),
          Map.entry(byte[].class, FieldType.FIXED_BYTES),
          Map.entry(String.class, FieldType.SYMBOL),
          Map.entry(BlobReference.class, FieldType.BLOB));

  private final ProductType type;
  private final Class<R> rows;
  private final Class<?>[] classes;
  private final MethodHandle[] accessors;
  private final MethodHandle constructor;

  private RecordShape(
      ProductType type,
      Class<R> rows,
      Class<?>[] classes,
      MethodHandle[] accessors,
      MethodHandle constructor) {
    this.type = type;
    this.rows = rows;
    this.classes = classes;
    this.accessors = accessors;
    this.constructor = constructor;
  }

  static <R extends Record> RecordShape<R> of(Class<R> rows) {
    RecordComponent[] components = rows.getRecordComponents();
    List<Field> fields = new ArrayList<>();
    Class<?>[] classes = new Class<?>[components.length];
    MethodHandle[] accessors = new MethodHandle[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        fields.add(field(rows, components[i], i));
        classes[i] = components[i].getType();
        accessors[i] = accessor(components[i].getAccessor());
      }
      Constructor<R> constructor = rows.getDeclaredConstructor(classes);
      constructor.setAccessible(true);
      MethodHandle make =
          MethodHandles.lookup()
              .unreflectConstructor(constructor)
              .asSpreader(Object[].class, classes.length)
              .asType(MethodType.methodType(Record.class, Object[].class));
      return new RecordShape<>(new ProductType(fields), rows, classes, accessors, make);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("the record " + rows.getName() + " cannot be reached", e);
    }
  }

  private static MethodHandle accessor(Method accessor) throws IllegalAccessException {
    accessor.setAccessible(true);
    return MethodHandles.lookup()
        .unreflect(accessor)
        .asType(MethodType.methodType(Object.class, Record.class));
  }

  private static Field field(Class<?> rows, RecordComponent component, int place) {
    FieldType type = TYPES.get(component.getType());
    FixedBytes bytes = component.getAnnotation(FixedBytes.class);
    if (type == null || (type == FieldType.FIXED_BYTES) != (bytes != null)) {
      throw new IllegalArgumentException(
          "component "
              + component.getName()
              + " of "
              + rows.getName()
              + " must be a boolean, a whole or floating point number, an Instant, a UUID, a"
              + " String, a BlobReference or a byte[] with @FixedBytes, was "
              + component.getType().getTypeName());
    }
    FieldId id = component.getAnnotation(FieldId.class);
    FieldDefault otherwise = component.getAnnotation(FieldDefault.class);
    return new Field(
        id == null ? place : id.value(),
        component.getName(),
        type,
        bytes == null ? type.widthBytes() : bytes.value(),
        otherwise == null && nullable(component),
        otherwise == null ? Value.Nil.NIL : Edn.read(otherwise.value()));
  }

  private static boolean nullable(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == Boolean.class || Number.class.isAssignableFrom(type)) {
      return true;
    }
    for (Annotation annotation : component.getAnnotatedType().getAnnotations()) {
      if (annotation.annotationType().getSimpleName().equals("Nullable")) {
        return true;
      }
    }
    return false;
  }

  ProductType type() {
    return type;
  }

  /** Returns this shape of rows of {@code stream}, the same type but for the ids of its fields. */
  RecordShape<R> of(ProductType stream) {
    return new RecordShape<>(stream, rows, classes, accessors, constructor);
  }

  /** Returns the component of {@code row} that stands for field {@code field}. */
  Value value(R row, int field) {
    return Value.of(invoke(accessors[field], row));
  }

  /** Returns the row of {@code event}, the value of an event of a stream of this type. */
  R row(Value event) {
    @Nullable Object[] arguments = new Object[classes.length];
    Value.Entries entries = (Value.Entries) event;
    for (int i = 0; i < classes.length; i++) {
      Value value = entries.get(type.fields().get(i).key());
      arguments[i] = value == null ? null : object(value, classes[i]);
    }
    try {
      return rows.cast((Record) constructor.invokeExact(arguments));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object invoke(MethodHandle accessor, Record row) {
    try {
      return accessor.invokeExact(row);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object object(Value value, Class<?> wanted) {
    return switch (value) {
      case Value.Bool bool -> bool.value();
      case Value.Int number -> number(number.value(), wanted);
      case Value.Real number ->
          wanted == float.class || wanted == Float.class
              ? (Object) (float) number.value()
              : (Object) number.value();
      case Value.Time time -> time.toInstant();
      case Value.Uuid uuid -> uuid.value();
      case Value.Bytes bytes -> bytes.value().clone();
      case Value.Text text -> text.value();
      case BlobReference blob -> blob;
      default -> throw new IllegalArgumentException("no field holds " + value);
    };
  }

  private static Object number(long number, Class<?> wanted) {
    if (wanted == byte.class || wanted == Byte.class) {
      return (byte) number;
    }
    if (wanted == short.class || wanted == Short.class) {
      return (short) number;
    }
    return wanted == int.class || wanted == Integer.class ? (Object) (int) number : (Object) number;
  }
}
