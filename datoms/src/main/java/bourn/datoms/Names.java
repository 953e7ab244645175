package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.Set;

/** The names that transactions give a meaning. */
final class Names {

  static final Keyword ID = Keyword.of("db/id");
  static final Keyword CALL = Keyword.of("db/call");
  static final Keyword CALL_OF_OLD = Keyword.of("db.fn/call");
  static final Keyword META = Keyword.of("db/meta");
  static final Keyword DERIVED = Keyword.of("db/derived");
  static final Keyword IDENT = Keyword.of("db/ident");
  static final Keyword CURRENT_TRANSACTION = Keyword.of("db/current-tx");
  static final Value TRANSACTION_TEMPID = new Value.Text("datomic.tx");
  static final Symbol TEMPID_TAG = new Symbol("db/id");

  /** Said by schemas of old; means nothing any more. */
  static final Set<Keyword> IGNORED =
      Set.of(
          Keyword.of("db.install/_attribute"),
          Keyword.of("db.install/attribute"),
          Keyword.of("db.alter/_attribute"));

  private Names() {}

  /** Returns whether {@code attribute} is written the other way round, as {@code :ns/_name}. */
  static boolean isReversed(Keyword attribute) {
    return attribute.localName().length() > 1 && attribute.localName().charAt(0) == '_';
  }

  /** Returns {@code attribute} the right way round. */
  static Keyword forward(Keyword attribute) {
    String namespace = attribute.namespace();
    String name = attribute.localName().substring(1);
    return Keyword.of(namespace == null ? name : namespace + "/" + name);
  }
}
