package bourn.storage;

import bourn.kernel.StorageException;
import java.nio.file.Path;

/** Thrown when a store cannot be opened because someone has it open; says who. */
public final class StoreHeldException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final transient StoreOwner owner;

  StoreHeldException(Path folder, StoreOwner owner) {
    super("the store in " + folder + " is open already, " + owner.described());
    this.owner = owner;
  }

  /** Returns who has the store open. */
  public StoreOwner owner() {
    return owner;
  }
}
