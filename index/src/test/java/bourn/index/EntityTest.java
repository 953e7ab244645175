package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Going from one entity to another. */
final class EntityTest {

  private final Database db =
      Database.empty()
          .with(
              Edn.readAll(
                  """
                  {:db/ident :email :db/valueType :db.type/string :db/unique :db.unique/identity}
                  {:db/ident :person/boss :db/valueType :db.type/ref}
                  {:db/ident :tag :db/cardinality :db.cardinality/many}
                  {:db/ident :address :db/valueType :db.type/ref :db/isComponent true}
                  {:db/ident :phone :db/valueType :db.type/ref :db/isComponent true
                   :db/cardinality :db.cardinality/many}
                  """))
          .after()
          .with(
              Edn.readAll(
                  """
                  {:db/id 1 :email "ada" :tag #{:a :b} :person/boss 2
                   :address {:db/id 10 :city "London" :phone [{:db/id 11 :number 1}]}}
                  {:db/id 2 :email "grace"}
                  {:db/id 3 :email "bob" :person/boss 2}
                  """))
          .after();

  private Entity entity(String form) {
    return Objects.requireNonNull(Entity.of(db, Edn.read(form)));
  }

  @Test
  void anEntity_isFoundByAnyName() {
    assertThat(entity("[:email \"ada\"]")).isEqualTo(entity("1"));
    assertThat(Entity.of(db, Edn.read("[:email \"eve\"]"))).isNull();
    assertThat(entity("1")).hasToString("#bourn/entity 1");
  }

  @Test
  void references_leadToEntitiesBothWays() {
    Entity boss = Objects.requireNonNull(entity("1").ref("person/boss"));

    assertThat(boss.value("email")).isEqualTo(Value.of("grace"));
    assertThat(boss.ref("person/boss")).isNull();
    assertThat(boss.refs("person/_boss")).containsExactly(entity("1"), entity("3"));
    assertThat(entity("10").ref("_address")).isEqualTo(entity("1"));
  }

  @Test
  void values_areThoseOfTheDatabase() {
    assertThat(entity("1").values("tag")).containsExactly(Keyword.of("a"), Keyword.of("b"));
    assertThat(entity("2").value("tag")).isNull();
    assertThat(entity("2").attributes()).containsExactly(Keyword.of("email"));
    assertThat(new Entity(db, 99).attributes()).isEmpty();
  }

  @Test
  void touching_readsComponentsWithIt() {
    assertThat(entity("1").touch())
        .isEqualTo(
            Edn.read(
                """
                {:db/id 1 :email "ada" :tag #{:a :b} :person/boss {:db/id 2}
                 :address {:db/id 10 :city "London" :phone #{{:db/id 11 :number 1}}}}
                """));
  }

  @Test
  void componentsThatContainEachOther_areTouchedOnce() {
    Database round = db.with(Edn.readAll("[:db/add 11 :address 10]")).after();
    assertThat(new Entity(round, 10).touch())
        .isEqualTo(
            Edn.read(
                """
                {:db/id 10 :city "London" :phone #{{:db/id 11 :number 1 :address {:db/id 10}}}}
                """));
  }

  @Test
  void whatIsNoAttribute_isSaid() {
    Entity ada = entity("1");
    assertThatThrownBy(() -> ada.value("nmae")).hasMessageContaining("found :nmae");
    assertThatThrownBy(() -> ada.ref("tag")).hasMessageContaining(":db.type/ref is required");
    assertThat(List.of(ada.id())).containsExactly(1L);
  }
}
