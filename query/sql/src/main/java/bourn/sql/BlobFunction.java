package bourn.sql;

import bourn.engine.Function;
import bourn.kernel.BlobReference;
import bourn.kernel.StorageException;
import bourn.kernel.Value;
import java.util.NoSuchElementException;

/** {@code READ_BLOB}: what a blob reference refers to, read when the row gets there. */
record BlobFunction(SqlCatalog catalog) implements Function {

  /** What statements call it. */
  static final String NAME = "READ_BLOB";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Value apply(Value[] arguments) {
    return switch (arguments[0]) {
      case Value.Nil nil -> nil;
      case BlobReference reference -> read(reference);
      case Value other ->
          throw SqlErrors.wrong(
              "blob", "READ_BLOB takes a blob reference, found " + Texts.brief(other));
    };
  }

  private Value read(BlobReference reference) {
    try {
      return catalog.blob(reference);
    } catch (NoSuchElementException | StorageException e) {
      throw SqlErrors.wrong("blob", String.valueOf(e.getMessage()));
    }
  }
}
