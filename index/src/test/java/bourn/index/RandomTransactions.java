package bourn.index;

import bourn.datoms.EntityIds;
import bourn.datoms.TransactionException;
import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Transacts at random, and tells a {@link Model} what came of it. */
final class RandomTransactions {

  static final List<String> ATTRIBUTES =
      List.of("name", "age", "any", "tags", "friend", "parts", "code");

  private static final String SCHEMA =
      """
      [{:db/ident :any :db/cardinality :db.cardinality/one}
       {:db/ident :name :db/valueType :db.type/string}
       {:db/ident :age :db/valueType :db.type/long}
       {:db/ident :tags :db/valueType :db.type/keyword :db/cardinality :db.cardinality/many}
       {:db/ident :friend :db/valueType :db.type/ref :db/cardinality :db.cardinality/many}
       {:db/ident :parts :db/valueType :db.type/ref :db/cardinality :db.cardinality/many
        :db/isComponent true}
       {:db/ident :code :db/valueType :db.type/string :db/unique :db.unique/identity}]
      """;

  private final SplittableRandom random;
  private final Model model;
  private final int entities;

  RandomTransactions(long seed, Model model, int entities) {
    this.random = new SplittableRandom(seed);
    this.model = model;
    this.entities = entities;
  }

  void declare(DatomStream stream) {
    model.add(stream.transact(((Value.Items) Edn.read(SCHEMA)).items()).datoms());
  }

  void run(DatomStream stream, int transactions) {
    for (int i = 0; i < transactions; i++) {
      List<Value> forms = new ArrayList<>();
      int count = random.nextInt(1, 12);
      for (int j = 0; j < count; j++) {
        forms.add(form());
      }
      try {
        model.add(stream.transact(forms).datoms());
      } catch (TransactionException refused) {
        assert refused.code().toString().contains("conflict") : refused;
      }
    }
  }

  private Value form() {
    long entity = entity();
    Keyword attribute = Keyword.of(ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())));
    return switch (random.nextInt(12)) {
      case 0 -> Value.list(Keyword.of("db/retract"), entity, attribute);
      case 1 -> Value.list(Keyword.of("db/retract"), entity, attribute, value(attribute));
      case 2 ->
          random.nextInt(4) == 0
              ? Value.list(Keyword.of("db/retractEntity"), entity)
              : Value.list(Keyword.of("db/add"), entity, attribute, value(attribute));
      case 10 -> Value.list(Keyword.of("db/derive"), entity, attribute, value(attribute));
      case 11 ->
          Value.list(
              Keyword.of(random.nextBoolean() ? "db/add" : "db/derive"),
              entity,
              attribute,
              value(attribute),
              entity());
      case 3 -> Value.map("code", "c" + random.nextInt(entities), "age", random.nextInt(50));
      default -> Value.list(Keyword.of("db/add"), entity, attribute, value(attribute));
    };
  }

  private long entity() {
    return EntityIds.FIRST_USER + 100 + random.nextInt(entities);
  }

  private Value value(Keyword attribute) {
    return switch (attribute.name()) {
      case "name" -> Value.of("name" + random.nextInt(20));
      case "age" -> Value.of(random.nextInt(50));
      case "tags" -> Keyword.of("tag" + random.nextInt(5));
      case "code" -> Value.of("c" + random.nextInt(entities));
      case "any" -> any();
      default -> Value.of(entity());
    };
  }

  /** Returns a value of any type, of few enough that they meet. */
  Value any() {
    int n = random.nextInt(4);
    return switch (random.nextInt(8)) {
      case 0 -> Value.of(n);
      case 1 -> Value.of(n / 2.0);
      case 2 -> Value.of(new BigDecimal("0.5").multiply(BigDecimal.valueOf(n)));
      case 3 -> Value.of("text" + n);
      case 4 -> Value.of(n % 2 == 0);
      case 5 -> Value.list(n, "x");
      case 6 -> Keyword.of("k" + n);
      default -> new Value.Time(n * 1_000_000L);
    };
  }

  SplittableRandom random() {
    return random;
  }
}
