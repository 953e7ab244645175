package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Kind;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads of single entities say what a walk over all datoms says. */
final class EntityReadsTest {

  private static final int ENTITIES = 300;

  /** How entities are numbered, and how many facts they have. */
  enum Shape {
    EVEN,
    ONE_EACH,
    UNEVEN,
    GAPS,
    SPARSE,
    LARGE;

    long entity(int i) {
      return switch (this) {
        case EVEN, ONE_EACH, UNEVEN -> 1_000 + i;
        case GAPS -> 1_000 + i * 2 + i / 7;
        case SPARSE -> 1_000 + i * 1_000_003L;
        case LARGE -> 1_000 + i / 100;
      };
    }

    int facts(int i) {
      return switch (this) {
        case EVEN, SPARSE, LARGE -> 3;
        case ONE_EACH -> 1;
        case UNEVEN -> i % 5;
        case GAPS -> 2;
      };
    }
  }

  private static DatomStream open(Kernel kernel) {
    return IndexedStream.open(kernel, "entities", new Limits(64, 1_000_000, 1_000_000));
  }

  @ParameterizedTest
  @EnumSource
  void readsOfAnEntity_sayWhatAWalkSays(Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.ordinal());
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = open(kernel)) {
      stream.transact(
          Edn.readAll(
              """
              {:db/ident :many :db/cardinality :db.cardinality/many}
              {:db/ident :one :db/cardinality :db.cardinality/one}\
              """));
      for (int round = 0; round < 6; round++) {
        List<Value> forms = new ArrayList<>();
        for (int i = 0; i < ENTITIES; i++) {
          if (round == 0 || random.nextInt(4) == 0) {
            addFacts(shape, i, random, forms);
          }
        }
        stream.transact(forms);
        if (round != 3) {
          stream.settle();
        }
        if (round > 1) {
          compare(stream, shape, random);
        }
      }
      stream.transact(Edn.readAll("[:db/add :one :db/cardinality :db.cardinality/many]"));
      stream.settle();
      stream.transact(Edn.readAll("[:db/add 1000 :one 77] [:db/add 1000 :one 78]"));
      compare(stream, shape, random);
      stream.settle();
      compare(stream, shape, random);
    }
  }

  private static void addFacts(Shape shape, int i, SplittableRandom random, List<Value> forms) {
    long entity = shape.entity(i);
    int facts = shape.facts(i);
    Value value = random.nextBoolean() ? Value.of(random.nextInt(9)) : Value.of("v" + i);
    if (facts > 0 && shape != Shape.LARGE) {
      forms.add(Value.list(Keyword.of("db/add"), entity, Keyword.of("one"), value));
    }
    for (int j = 1; j < facts; j++) {
      forms.add(
          Value.list(
              Keyword.of("db/" + (random.nextInt(6) == 0 ? "retract" : "add")),
              entity,
              Keyword.of("many"),
              10 * i + j + random.nextInt(3) * 3));
    }
  }

  private static void compare(DatomStream stream, Shape shape, SplittableRandom random) {
    long tail = stream.stream().extent().tail();
    List<Database> databases = new ArrayList<>(List.of(stream.db(), stream.db().history()));
    for (long t = 0; t < tail; t++) {
      databases.add(stream.db().asOf(t));
      databases.add(stream.db().since(t));
    }
    databases.add(stream.db(new Bound(1, tail), CausalContext.NONE));
    databases.add(stream.db().with(Edn.readAll("[:db/add 1000 :one 5]")).after().asOf(tail - 2));
    Set<Long> entities = new HashSet<>(Set.of(999L, EntityIds.transaction(1)));
    for (int i = 0; i < 60; i++) {
      entities.add(shape.entity(random.nextInt(ENTITIES)) + random.nextInt(2));
    }
    for (Database database : databases) {
      compare(database, entities);
    }
  }

  private static void compare(Database database, Set<Long> entities) {
    List<Datom> all = database.datoms(DatomOrder.EAVT).toList();
    for (long entity : entities) {
      List<Datom> own = all.stream().filter(datom -> datom.entity() == entity).toList();
      assertThat(database.datoms(entity)).as("%s %s", database, entity).isEqualTo(own);
      for (String name : List.of("one", "many")) {
        Keyword ident = Keyword.of(name);
        if (database.isHistory() || database.attribute(ident) == null) {
          continue;
        }
        long attribute = Objects.requireNonNull(database.attribute(ident)).id();
        assertThat(database.values(entity, attribute))
            .as("%s %s %s", database, entity, name)
            .isEqualTo(
                own.stream()
                    .filter(datom -> datom.attribute() == attribute)
                    .map(Datom::value)
                    .toList());
      }
    }
  }

  @Test
  void entitiesOfMoreAttributesThanACellNames_areRead() {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream =
            IndexedStream.open(kernel, "entities", new Limits(400, 1_000_000, 1_000_000))) {
      List<Value> forms = new ArrayList<>();
      for (int i = 0; i < 6_000; i++) {
        forms.add(Value.list(Keyword.of("db/add"), 1_000 + i / 300, Keyword.of("a" + i % 300), i));
      }
      stream.transact(forms);
      stream.settle();
      for (int i = 0; i < 6_000; i += 7) {
        Keyword ident = Keyword.of("a" + i % 300);
        long attribute = Objects.requireNonNull(stream.db().attribute(ident)).id();
        assertThat(stream.db().values(1_000 + i / 300, attribute)).containsExactly(Value.of(i));
      }
    }
  }

  @Test
  void transactionsFartherApartThanACellTells_haveNoCells() {
    long first = EntityIds.transaction(0);
    for (long last : new long[] {first + 5, first + (1 << 24)}) {
      Segment segment =
          new Segment(
              2,
              new long[] {1_000, 1_001},
              new long[] {7, 7},
              Kind.INT,
              null,
              new long[] {1, 2},
              new Value[0],
              new long[] {first, first},
              new long[] {first + 1, last},
              null);
      EntityCells cells = segment.entityCells();
      for (int i = 0; i < 100; i++) {
        cells = segment.entityCells();
      }
      assertThat(cells.equals(EntityCells.NONE)).isEqualTo(last > first + 5);
    }
  }

  @Test
  void whatHadSeveralValuesOnce_hasThemAsOfThen() {
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = open(kernel)) {
      stream.transact(Edn.readAll("{:db/ident :was :db/cardinality :db.cardinality/many}"));
      List<Value> forms =
          new ArrayList<>(Edn.readAll("[:db/add 1000 :was 1] [:db/add 1000 :was 2]"));
      for (int i = 1; i < ENTITIES; i++) {
        forms.add(Value.list(Keyword.of("db/add"), 1_000 + i, Keyword.of("was"), i));
      }
      stream.transact(forms);
      stream.transact(Edn.readAll("[:db/retract 1000 :was 2]"));
      stream.transact(Edn.readAll("[:db/add :was :db/cardinality :db.cardinality/one]"));
      stream.settle();
      long was = Objects.requireNonNull(stream.db().attribute(Keyword.of("was"))).id();

      assertThat(stream.db().asOf(1).values(1_000, was)).containsExactly(Value.of(1), Value.of(2));
      assertThat(stream.db().values(1_000, was)).containsExactly(Value.of(1));
    }
  }
}
