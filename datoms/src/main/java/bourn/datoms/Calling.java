package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Replaces each call of a function among the forms of a transaction by what it returns. */
final class Calling {

  private static final int MOST_DEPTH = 100;
  private static final int MOST_FORMS = 10_000_000;

  private final Calls calls;
  private final List<Value> expanded = new ArrayList<>();

  private Calling(Calls calls) {
    this.calls = calls;
  }

  /** Returns {@code forms} themselves if they call nothing. */
  static List<Value> expand(List<Value> forms, Calls calls) {
    if (forms.stream().noneMatch(form -> isCall(form, calls))) {
      return forms;
    }
    Calling calling = new Calling(calls);
    forms.forEach(form -> calling.expand(form, 0));
    return calling.expanded;
  }

  private void expand(Value form, int depth) {
    if (!(form instanceof Value.Items(List<Value> items)) || !isCall(form, calls)) {
      if (expanded.size() >= MOST_FORMS) {
        throw Refusal.malformed(form, "at most " + MOST_FORMS + " forms", "more");
      }
      expanded.add(form);
      return;
    }
    if (depth == MOST_DEPTH) {
      throw Refusal.malformed(form, "at most " + MOST_DEPTH + " calls within each other", "more");
    }
    boolean named = isCallForm(items.getFirst());
    String name = named ? function(items, form) : name(items.getFirst());
    Function<List<Value>, List<Value>> function = name == null ? null : calls.function(name);
    if (function == null) {
      throw Refusal.unknownFunction(form, items.get(named ? 1 : 0), calls.names());
    }
    List<Value> arguments = items.subList(named ? 2 : 1, items.size());
    function.apply(arguments).forEach(made -> expand(made, depth + 1));
  }

  private static @Nullable String function(List<Value> items, Value form) {
    if (items.size() < 2) {
      throw Refusal.malformed(form, "the name of a function", "nothing");
    }
    return name(items.get(1));
  }

  private static boolean isCall(Value form, Calls calls) {
    if (!(form instanceof Value.Items(List<Value> items)) || items.isEmpty()) {
      return false;
    }
    String name = name(items.getFirst());
    return name != null && (isCallForm(items.getFirst()) || calls.function(name) != null);
  }

  private static boolean isCallForm(Value first) {
    return first.equals(Names.CALL) || first.equals(Names.CALL_OF_OLD);
  }

  private static @Nullable String name(Value value) {
    return switch (value) {
      case Keyword keyword -> keyword.toString().substring(1);
      case Symbol symbol -> symbol.name();
      default -> null;
    };
  }
}
