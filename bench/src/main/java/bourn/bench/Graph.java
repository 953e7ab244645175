package bourn.bench;

import bourn.kernel.Edn;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Nodes numbered from 1, some of which follow others. */
record Graph(List<int[]> edges) {

  private static final int EDGES_A_TRANSACTION = 1_000;

  /** Returns a tree of so many levels below its root, every node followed by {@code width}. */
  static Graph wide(int depth, int width) {
    List<int[]> edges = new ArrayList<>();
    int parents = 1;
    for (int level = 0, inner = 1; level < depth; level++, inner *= width) {
      int first = parents;
      parents += inner;
      for (int i = 0; i < inner * width; i++) {
        edges.add(new int[] {first + i / width, parents + i});
      }
    }
    return new Graph(edges);
  }

  /** Returns {@code width} chains of {@code depth} edges each. */
  static Graph chains(int depth, int width) {
    List<int[]> edges = new ArrayList<>();
    for (int chain = 0; chain < width; chain++) {
      for (int i = 1; i <= depth; i++) {
        int node = chain * (depth + 1) + i;
        edges.add(new int[] {node, node + 1});
      }
    }
    return new Graph(edges);
  }

  /** Returns a square whose nodes are followed by the one to the right and the one below. */
  static Graph grid(int side) {
    List<int[]> edges = new ArrayList<>();
    for (int node = 1; node <= side * side; node++) {
      if (node % side != 0) {
        edges.add(new int[] {node, node + 1});
      }
      if (node + side <= side * side) {
        edges.add(new int[] {node, node + side});
      }
    }
    return new Graph(edges);
  }

  /** Returns different edges drawn at random; cycles are likely. */
  static Graph random(int nodes, int count) {
    SplittableRandom random = new SplittableRandom(count);
    Map<Long, int[]> edges = new HashMap<>();
    while (edges.size() < count) {
      int from = 1 + random.nextInt(nodes);
      int to = 1 + random.nextInt(nodes);
      edges.put((long) from * nodes + to, new int[] {from, to});
    }
    return new Graph(List.copyOf(edges.values()));
  }

  /** Returns the node that is followed by the most others, as the rules say it. */
  int start() {
    Map<Integer, Integer> followers = new TreeMap<>();
    edges.forEach(edge -> followers.merge(edge[0], 1, Integer::sum));
    return Collections.max(followers.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /** Returns the forms that declare what a node has. */
  static List<Value> ourSchema() {
    return Edn.readAll(
        "{:db/ident :node :db/valueType :db.type/long :db/unique :db.unique/identity}"
            + "{:db/ident :follows :db/valueType :db.type/ref :db/cardinality :db.cardinality/many}"
            + "{:db/ident :name :db/valueType :db.type/string}");
  }

  static List<Map<?, ?>> theirSchema() {
    Object ident = Datomic.key("db/ident");
    Object type = Datomic.key("db/valueType");
    Object cardinality = Datomic.key("db/cardinality");
    Object one = Datomic.key("db.cardinality/one");
    return List.of(
        Map.of(
            ident,
            Datomic.key("node"),
            type,
            Datomic.key("db.type/long"),
            cardinality,
            one,
            Datomic.key("db/unique"),
            Datomic.key("db.unique/identity")),
        Map.of(
            ident,
            Datomic.key("follows"),
            type,
            Datomic.key("db.type/ref"),
            cardinality,
            Datomic.key("db.cardinality/many"),
            Datomic.key("db/index"),
            true),
        Map.of(
            ident,
            Datomic.key("name"),
            type,
            Datomic.key("db.type/string"),
            cardinality,
            one,
            Datomic.key("db/index"),
            true));
  }

  /** Returns the forms of all nodes, then of the edges in parts of a transaction each. */
  List<List<Value>> ours() {
    List<List<Value>> parts = new ArrayList<>();
    parts.add(
        nodes().stream()
            .map(node -> Value.map("node", node, "name", "Ivan " + node))
            .map(Value.class::cast)
            .toList());
    for (List<int[]> part : edgeParts()) {
      List<Value> forms = new ArrayList<>();
      part.forEach(
          e -> forms.add(Value.map("node", e[0], "follows", Value.list(Keyword.of("node"), e[1]))));
      parts.add(forms);
    }
    return parts;
  }

  List<List<?>> theirs() {
    List<List<?>> parts = new ArrayList<>();
    Object node = Datomic.key("node");
    Object name = Datomic.key("name");
    Object follows = Datomic.key("follows");
    parts.add(nodes().stream().map(n -> Map.of(node, (long) n, name, "Ivan " + n)).toList());
    for (List<int[]> part : edgeParts()) {
      List<Object> forms = new ArrayList<>();
      part.forEach(
          e -> forms.add(Map.of(node, (long) e[0], follows, List.of(List.of(node, (long) e[1])))));
      parts.add(forms);
    }
    return parts;
  }

  private List<Integer> nodes() {
    return edges.stream()
        .flatMap(edge -> List.of(edge[0], edge[1]).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private List<List<int[]>> edgeParts() {
    List<List<int[]>> parts = new ArrayList<>();
    for (int i = 0; i < edges.size(); i += EDGES_A_TRANSACTION) {
      parts.add(edges.subList(i, Math.min(edges.size(), i + EDGES_A_TRANSACTION)));
    }
    return parts;
  }
}
