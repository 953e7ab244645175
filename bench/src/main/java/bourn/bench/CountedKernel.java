package bourn.bench;

import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A kernel that counts what indexes write into its state, and is the one below otherwise. */
final class CountedKernel {

  private final AtomicLong bytes = new AtomicLong();
  private final Kernel counted;

  CountedKernel(Kernel kernel) {
    KeyValue state =
        instead(
            KeyValue.class,
            kernel.derived(),
            "write",
            argument -> {
              KeyValue.Batch batch = (KeyValue.Batch) Objects.requireNonNull(argument);
              count(batch);
              kernel.derived().write(batch);
              return null;
            });
    counted = instead(Kernel.class, kernel, "derived", none -> state);
  }

  Kernel kernel() {
    return counted;
  }

  /** Returns the bytes of the keys and values put so far. */
  long bytesPut() {
    return bytes.get();
  }

  private void count(KeyValue.Batch batch) {
    for (KeyValue.Change change : batch.changes()) {
      if (change instanceof KeyValue.Change.Put put) {
        bytes.addAndGet(put.key().length + put.value().length);
      }
    }
  }

  /** Does a method with no argument or one. */
  private interface Instead {
    @Nullable Object call(@Nullable Object argument);
  }

  /** Returns {@code below}, with another thing done by the method {@code name}. */
  private static <T> T instead(Class<T> type, T below, String name, Instead instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals(name)) {
                return instead.call(arguments == null ? null : arguments[0]);
              }
              try {
                return method.invoke(below, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
