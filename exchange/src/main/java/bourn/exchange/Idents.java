package bourn.exchange;

import bourn.datoms.BuiltIn;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which entities have which idents, as transactions are gone through in order. */
final class Idents {

  private final Map<Keyword, Long> entities = new HashMap<>();
  private final Map<Long, Keyword> idents = new HashMap<>();

  /** Takes note of a fact that begins to hold, or ceases to; ceasing ones first. */
  void change(long entity, long attribute, Value value, boolean added) {
    if (attribute != BuiltIn.IDENT || !(value instanceof Keyword ident)) {
      return;
    }
    if (added) {
      entities.put(ident, entity);
      idents.put(entity, ident);
    } else {
      entities.remove(ident, entity);
      idents.remove(entity, ident);
    }
  }

  /** Returns the entity named {@code ident}, or null when there is none. */
  @Nullable Long entity(Keyword ident) {
    Long builtIn = BuiltIn.entity(ident);
    return builtIn == null ? entities.get(ident) : builtIn;
  }

  /** Returns what names {@code entity}: its ident, or else its number. */
  Value name(long entity) {
    Keyword builtIn = BuiltIn.ident(entity);
    Keyword ident = builtIn == null ? idents.get(entity) : builtIn;
    Long named = ident == null ? null : entity(ident);
    return ident != null && named != null && named == entity ? ident : Value.of(entity);
  }
}
