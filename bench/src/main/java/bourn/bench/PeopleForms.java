package bourn.bench;

import static bourn.bench.Datomic.key;

import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** People as the forms of transactions: ours, and Datomic's. */
final class PeopleForms {

  /** How many datoms a person has. */
  static final int DATOMS = 5;

  private static final String[][] ATTRIBUTES = {
    {"name", "string"},
    {"last-name", "string"},
    {"sex", "keyword"},
    {"age", "long"},
    {"salary", "long"},
    {"email", "string"}
  };

  private PeopleForms() {}

  /** Returns what declares the attributes, of which {@code :email} is an identity. */
  static List<Value> ourSchema() {
    StringBuilder text = new StringBuilder();
    for (String[] attribute : ATTRIBUTES) {
      text.append("{:db/ident :").append(attribute[0]);
      text.append(" :db/valueType :db.type/").append(attribute[1]);
      text.append(attribute[0].equals("email") ? " :db/unique :db.unique/identity}" : "}");
    }
    return Edn.readAll(text.toString());
  }

  /**
   * Returns what declares the same to Datomic.
   *
   * @param indexed whether an index by value is asked for, which Datomic local has anyway
   */
  static List<Map<?, ?>> theirSchema(boolean indexed) {
    List<Map<?, ?>> schema = new ArrayList<>();
    for (String[] attribute : ATTRIBUTES) {
      Map<Object, Object> form = new HashMap<>();
      form.put(key("db/ident"), key(attribute[0]));
      form.put(key("db/valueType"), key("db.type/" + attribute[1]));
      form.put(key("db/cardinality"), key("db.cardinality/one"));
      if (attribute[0].equals("email")) {
        form.put(key("db/unique"), key("db.unique/identity"));
      } else if (indexed) {
        form.put(key("db/index"), true);
      }
      schema.add(form);
    }
    return schema;
  }

  static List<Value> ours(List<People.Person> people) {
    List<Value> forms = new ArrayList<>(people.size());
    for (People.Person person : people) {
      forms.add(
          Value.map(
              "name", person.name(),
              "last-name", person.lastName(),
              "sex", Keyword.of(person.sex()),
              "age", person.age(),
              "salary", person.salary()));
    }
    return forms;
  }

  static List<Map<?, ?>> theirs(List<People.Person> people) {
    List<Map<?, ?>> forms = new ArrayList<>(people.size());
    for (People.Person person : people) {
      forms.add(
          Map.of(
              key("name"), person.name(),
              key("last-name"), person.lastName(),
              key("sex"), key(person.sex()),
              key("age"), (long) person.age(),
              key("salary"), (long) person.salary()));
    }
    return forms;
  }

  /** Returns forms that name each person by the email with the number in {@code emails}. */
  static List<Value> ours(List<People.Person> people, int[] emails) {
    List<Value> forms = new ArrayList<>(people.size());
    for (int i = 0; i < emails.length; i++) {
      People.Person person = people.get(i);
      forms.add(
          Value.map(
              "email", email(emails[i]),
              "name", person.name(),
              "last-name", person.lastName(),
              "age", person.age(),
              "salary", person.salary()));
    }
    return forms;
  }

  static List<Map<?, ?>> theirs(List<People.Person> people, int[] emails) {
    List<Map<?, ?>> forms = new ArrayList<>(people.size());
    for (int i = 0; i < emails.length; i++) {
      People.Person person = people.get(i);
      forms.add(
          Map.of(
              key("email"), email(emails[i]),
              key("name"), person.name(),
              key("last-name"), person.lastName(),
              key("age"), (long) person.age(),
              key("salary"), (long) person.salary()));
    }
    return forms;
  }

  private static String email(int number) {
    return "person-" + number + "@example.org";
  }
}
