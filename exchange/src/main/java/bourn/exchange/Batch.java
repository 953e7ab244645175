package bourn.exchange;

import bourn.index.Database;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The forms of one transaction on a database. Confined to one thread. */
final class Batch {

  private final Database before;
  private final List<Value> forms = new ArrayList<>();
  private final Set<Value> once = new HashSet<>();

  /** Makes a batch that is to be transacted on {@code before}. */
  Batch(Database before) {
    this.before = before;
  }

  Database before() {
    return before;
  }

  List<Value> forms() {
    return forms;
  }

  void add(Value form) {
    forms.add(form);
  }

  /** Adds a form that several records of a batch may ask for. */
  void addOnce(Value form) {
    if (once.add(form)) {
      add(form);
    }
  }
}
