package bourn.bench;

import static bourn.bench.Datomic.key;

import bourn.index.DatomStream;
import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Employees of five datoms each, from a fixed seed; most have a manager who came before. */
final class Employees {

  static final int COUNT = 200_000;

  private static final int OURS_A_TRANSACTION = 10_000;
  private static final int THEIRS_A_TRANSACTION = 1_000;
  private static final int NAMES = 1_000;
  private static final int DEPARTMENTS = 100;
  private static final int GREATEST_SALARY = 100_000;

  private static final String[][] ATTRIBUTES = {
    {"id", "long"},
    {"name", "string"},
    {"department", "string"},
    {"salary", "long"},
    {"manager", "ref"}
  };

  private Employees() {}

  private record Employee(long id, String name, String department, long salary, long manager) {}

  /** Fills both, until everything is in the segments of their indexes. */
  static void load(DatomStream ours, Datomic theirs) throws Exception {
    List<Employee> all = all();
    ours.transact(ourSchema());
    for (int i = 0; i < COUNT; i += OURS_A_TRANSACTION) {
      List<Value> forms = new ArrayList<>();
      all.subList(i, i + OURS_A_TRANSACTION).forEach(employee -> forms.add(ours(employee)));
      ours.transact(forms);
    }
    ours.settle();
    theirs.transact(theirSchema());
    for (int i = 0; i < COUNT; i += THEIRS_A_TRANSACTION) {
      theirs.transact(
          all.subList(i, i + THEIRS_A_TRANSACTION).stream().map(Employees::theirs).toList());
    }
    theirs.index();
  }

  private static List<Employee> all() {
    SplittableRandom random = new SplittableRandom(COUNT);
    List<Employee> all = new ArrayList<>();
    for (int id = 1; id <= COUNT; id++) {
      int before = (id - 1) / OURS_A_TRANSACTION * OURS_A_TRANSACTION;
      all.add(
          new Employee(
              id,
              "name-" + random.nextInt(NAMES),
              "department-" + random.nextInt(DEPARTMENTS),
              random.nextInt(GREATEST_SALARY),
              before == 0 ? 0 : 1 + random.nextInt(before)));
    }
    return all;
  }

  private static List<Value> ourSchema() {
    StringBuilder text = new StringBuilder();
    for (String[] attribute : ATTRIBUTES) {
      text.append("{:db/ident :").append(attribute[0]);
      text.append(" :db/valueType :db.type/").append(attribute[1]);
      text.append(attribute[0].equals("id") ? " :db/unique :db.unique/identity}" : "}");
    }
    return Edn.readAll(text.toString());
  }

  private static List<Map<?, ?>> theirSchema() {
    List<Map<?, ?>> schema = new ArrayList<>();
    for (String[] attribute : ATTRIBUTES) {
      Map<Object, Object> form = new HashMap<>();
      form.put(key("db/ident"), key(attribute[0]));
      form.put(key("db/valueType"), key("db.type/" + attribute[1]));
      form.put(key("db/cardinality"), key("db.cardinality/one"));
      if (attribute[0].equals("id")) {
        form.put(key("db/unique"), key("db.unique/identity"));
      } else {
        form.put(key("db/index"), true);
      }
      schema.add(form);
    }
    return schema;
  }

  private static Value ours(Employee employee) {
    List<Object> form =
        new ArrayList<>(
            List.of(
                "id", employee.id(),
                "name", employee.name(),
                "department", employee.department(),
                "salary", employee.salary()));
    if (employee.manager() > 0) {
      form.addAll(List.of("manager", Value.list(Keyword.of("id"), employee.manager())));
    }
    return Value.map(form.toArray());
  }

  private static Map<?, ?> theirs(Employee employee) {
    Map<Object, Object> form = new HashMap<>();
    form.put(key("id"), employee.id());
    form.put(key("name"), employee.name());
    form.put(key("department"), employee.department());
    form.put(key("salary"), employee.salary());
    if (employee.manager() > 0) {
      form.put(key("manager"), List.of(key("id"), employee.manager()));
    }
    return form;
  }
}
