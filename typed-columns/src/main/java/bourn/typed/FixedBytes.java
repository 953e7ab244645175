package bourn.typed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says how many bytes a {@code byte[]} component of a row has, always. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface FixedBytes {
  /** Returns the number of bytes, 1 to {@link Field#MOST_BYTES}. */
  int value();
}
