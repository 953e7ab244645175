package bourn.engine;

import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions of collections and names. */
final class Structures {

  /** The most values in a collection that a function makes, those within others included. */
  private static final int MOST_PARTS = 1_000_000;

  private Structures() {}

  static void addTo(Map<String, Function> all) {
    ScalarFunction.lenient(all, "count", 1, 1, a -> Value.of((long) count(a[0])));
    ScalarFunction.lenient(all, "empty?", 1, 1, a -> Value.of(count(a[0]) == 0));
    ScalarFunction.lenient(all, "get", 2, 3, Structures::get);
    ScalarFunction.lenient(all, "get-in", 2, 3, Structures::getIn);
    ScalarFunction.lenient(all, "contains?", 2, 2, a -> Value.of(contains(a[0], a[1])));
    ScalarFunction.strict(
        all, "nth", 2, 3, a -> at("nth", a[0], a[1], a.length == 3 ? a[2] : Value.Nil.NIL));
    ScalarFunction.strict(all, "first", v -> at("first", v, Value.of(0L), Value.Nil.NIL));
    ScalarFunction.strict(all, "second", v -> second(v));
    ScalarFunction.strict(all, "last", v -> at("last", v, Value.of(count(v) - 1L), Value.Nil.NIL));
    ScalarFunction.strict(
        all, "keys", v -> new Value.Items(List.copyOf(entries("keys", v).entries().keySet())));
    ScalarFunction.strict(
        all, "vals", v -> new Value.Items(List.copyOf(entries("vals", v).entries().values())));
    ScalarFunction.lenient(all, "vector", 0, Integer.MAX_VALUE, Structures::vector);
    ScalarFunction.lenient(all, "tuple", 0, Integer.MAX_VALUE, Structures::vector);
    ScalarFunction.lenient(all, "list", 0, Integer.MAX_VALUE, Structures::vector);
    ScalarFunction.lenient(all, "hash-map", 0, Integer.MAX_VALUE, Structures::map);
    ScalarFunction.lenient(
        all,
        "hash-set",
        0,
        Integer.MAX_VALUE,
        a -> bounded("hash-set", new Value.Members(new LinkedHashSet<>(Arrays.asList(a)))));
    ScalarFunction.strict(
        all, "set", v -> new Value.Members(new LinkedHashSet<>(elements("set", v))));
    ScalarFunction.strict(all, "vec", v -> new Value.Items(List.copyOf(elements("vec", v))));
    ScalarFunction.lenient(all, "identity", 1, 1, a -> a[0]);
    ScalarFunction.lenient(all, "ground", 1, 1, a -> a[0]);
    ScalarFunction.lenient(all, "untuple", 1, 1, a -> a[0]);
    ScalarFunction.lenient(
        all, "compare", 2, 2, a -> Value.of((long) Integer.signum(a[0].compareTo(a[1]))));
    ScalarFunction.lenient(all, "coalesce", 1, Integer.MAX_VALUE, Structures::coalesce);
    ScalarFunction.lenient(all, "if", 2, 3, Structures::choose);
    names(all);
  }

  private static void names(Map<String, Function> all) {
    ScalarFunction.strict(all, "keyword", 1, 2, Structures::keyword);
    ScalarFunction.strict(all, "name", v -> Value.of(localName(v)));
    ScalarFunction.strict(all, "namespace", v -> Value.of((Object) namespace(v)));
  }

  static Collection<Value> elements(String name, Value value) {
    return switch (value) {
      case Value.Items(List<Value> items) -> items;
      case Value.Members(Set<Value> members) -> members;
      default -> throw Functions.wrongType(name, "a list or set", value);
    };
  }

  private static Value.Entries entries(String name, Value value) {
    if (value instanceof Value.Entries entries) {
      return entries;
    }
    throw Functions.wrongType(name, "a map", value);
  }

  private static int count(Value value) {
    return switch (value) {
      case Value.Nil nil -> 0;
      case Value.Text(String text) -> text.length();
      case Value.Bytes(byte[] bytes) -> bytes.length;
      case Value.Entries(Map<Value, Value> map) -> map.size();
      default -> elements("count", value).size();
    };
  }

  /** As Clojure's, {@code nil} or the default for what holds nothing. */
  private static Value get(Value[] arguments) {
    Value none = arguments.length == 3 ? arguments[2] : Value.Nil.NIL;
    return get(arguments[0], arguments[1], none);
  }

  private static Value get(Value from, Value key, Value none) {
    return switch (from) {
      case Value.Entries(Map<Value, Value> map) -> map.getOrDefault(key, none);
      case Value.Members(Set<Value> members) -> members.contains(key) ? key : none;
      case Value.Items items when key instanceof Value.Int -> at("get", items, key, none);
      case Value.Text text when key instanceof Value.Int -> at("get", text, key, none);
      default -> none;
    };
  }

  private static Value getIn(Value[] arguments) {
    Value found = arguments[0];
    Value none = arguments.length == 3 ? arguments[2] : Value.Nil.NIL;
    for (Value key : elements("get-in", arguments[1])) {
      found = get(found, key, none);
    }
    return found;
  }

  private static boolean contains(Value value, Value key) {
    return switch (value) {
      case Value.Nil nil -> false;
      case Value.Entries(Map<Value, Value> map) -> map.containsKey(key);
      case Value.Members(Set<Value> members) -> members.contains(key);
      case Value.Items(List<Value> items) ->
          key instanceof Value.Int(long i) && i >= 0 && i < items.size();
      default -> throw Functions.wrongType("contains?", "a map, set or list", value);
    };
  }

  private static Value at(String name, Value value, Value index, Value none) {
    if (!(index instanceof Value.Int(long i))) {
      throw Functions.wrongType(name, "an integer", index);
    }
    return switch (value) {
      case Value.Items(List<Value> items) -> i >= 0 && i < items.size() ? items.get((int) i) : none;
      case Value.Text(String text) ->
          i >= 0 && i < text.length() ? Value.of(text.substring((int) i, (int) i + 1)) : none;
      default -> throw Functions.wrongType(name, "a list or string", value);
    };
  }

  /** The second element of a list; of an instant, the second of its minute. */
  private static Value second(Value value) {
    return value instanceof Value.Time time
        ? Conversions.second(time)
        : at("second", value, Value.of(1L), Value.Nil.NIL);
  }

  private static Value vector(Value[] arguments) {
    return bounded("vector", new Value.Items(Arrays.asList(arguments)));
  }

  /**
   * Returns {@code value} unless it is a collection of more values, or nested deeper, than any can
   * be: collections that hold others twice grow twofold with each call.
   */
  static Value bounded(String name, Value value) {
    if (parts(value, Value.MOST_DEPTH, MOST_PARTS) < 0) {
      throw Functions.overflow(name);
    }
    return value;
  }

  /** Returns how many of {@code left} values are left after those in {@code value}, or -1. */
  private static int parts(Value value, int depth, int left) {
    return switch (value) {
      case Value.Items(List<Value> items) -> parts(items, depth - 1, left - 1);
      case Value.Members(Set<Value> members) -> parts(members, depth - 1, left - 1);
      case Value.Entries(Map<Value, Value> map) ->
          parts(map.values(), depth - 1, parts(map.keySet(), depth - 1, left - 1));
      case Value.Tagged(Symbol tag, Value tagged) -> parts(tagged, depth - 1, left - 1);
      default -> left - 1;
    };
  }

  private static int parts(Collection<Value> values, int depth, int left) {
    int rest = depth < 0 ? -1 : left;
    for (Value value : values) {
      if (rest < 0) {
        return -1;
      }
      rest = parts(value, depth, rest);
    }
    return rest;
  }

  private static Value map(Value[] arguments) {
    if (arguments.length % 2 != 0) {
      throw Functions.wrongType("hash-map", "keys and values in pairs", vector(arguments));
    }
    Value pairs = vector(arguments);
    assert pairs instanceof Value.Items;
    Map<Value, Value> map = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      map.put(arguments[i], arguments[i + 1]);
    }
    return bounded("hash-map", new Value.Entries(map));
  }

  private static Value coalesce(Value[] arguments) {
    for (Value argument : arguments) {
      if (!(argument instanceof Value.Nil)) {
        return argument;
      }
    }
    return Value.Nil.NIL;
  }

  private static Value choose(Value[] arguments) {
    if (Logic.truthy(arguments[0])) {
      return arguments[1];
    }
    return arguments.length == 3 ? arguments[2] : Value.Nil.NIL;
  }

  private static Value keyword(Value[] arguments) {
    String name = localNameOrText(arguments[arguments.length - 1]);
    String full = arguments.length == 2 ? Texts.plain(arguments[0]) + "/" + name : name;
    if (full.isEmpty() || full.charAt(0) == ':') {
      throw Functions.wrongType("keyword", "a name", arguments[0]);
    }
    return new Keyword(full);
  }

  private static String localNameOrText(Value value) {
    return switch (value) {
      case Keyword keyword -> keyword.name();
      case Symbol symbol -> symbol.name();
      default -> Texts.text("keyword", value);
    };
  }

  private static String localName(Value value) {
    return switch (value) {
      case Keyword keyword -> keyword.localName();
      case Symbol symbol -> symbol.name().substring(symbol.name().indexOf('/') + 1);
      default -> Texts.text("name", value);
    };
  }

  private static @Nullable String namespace(Value value) {
    return switch (value) {
      case Keyword keyword -> keyword.namespace();
      case Symbol symbol -> {
        int slash = symbol.name().indexOf('/');
        yield slash <= 0 ? null : symbol.name().substring(0, slash);
      }
      default -> throw Functions.wrongType("namespace", "a keyword or symbol", value);
    };
  }
}
