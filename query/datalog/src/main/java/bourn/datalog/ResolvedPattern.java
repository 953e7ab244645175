package bourn.datalog;

import bourn.datoms.Attribute;
import bourn.engine.Nearest;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pull pattern whose attributes are looked up in one source. Confined to one thread at a time.
 */
final class ResolvedPattern {

  static final Keyword ID = Keyword.of("db/id");

  private final boolean wildcard;
  private final List<Line> lines = new ArrayList<>();
  private final Set<Keyword> named = new HashSet<>();
  private final int[] depths;
  private final boolean readsAll;
  private final boolean distinct;
  private Value.@Nullable Entries last;

  /**
   * Looks a pattern up, and those within it.
   *
   * @throws bourn.engine.QueryException if {@code source} is strict and does not know an attribute
   */
  ResolvedPattern(PullPattern pattern, Source source) {
    this.wildcard = pattern.wildcard();
    this.depths = new int[pattern.parts().size()];
    for (PullPattern.Part part : pattern.parts()) {
      depths[lines.size()] = part.depth();
      lines.add(new Line(lines.size(), part, source));
      if (!part.reverse()) {
        named.add(part.attribute());
      }
    }
    this.readsAll = wildcard || lines.stream().filter(Line::isForward).limit(2).count() == 2;
    Set<Value> keys = new HashSet<>();
    this.distinct =
        lines.stream()
            .allMatch(line -> keys.add(line.part().key()) && (!wildcard || line.isNamedAsIs()));
  }

  /** Returns whether no two of what is asked for can stand under the same key. */
  boolean isDistinct() {
    return distinct;
  }

  boolean wildcard() {
    return wildcard;
  }

  List<Line> lines() {
    return lines;
  }

  /** Returns whether the pattern says by itself what is wanted of {@code attribute}. */
  boolean names(Keyword attribute) {
    return named.contains(attribute);
  }

  /** Returns whether all facts of an entity are better read at once than those of each line. */
  boolean readsAll() {
    return readsAll;
  }

  /** Returns how often each line may still be followed from the entity that is pulled first. */
  int[] depths() {
    return depths;
  }

  /** Makes a map; those of most entities have the same keys. */
  Value.Entries entries(Value.Entries.Builder builder) {
    Value.Entries made = builder.build(last);
    last = made;
    return made;
  }

  /** What is asked of one attribute. */
  static final class Line {

    private final int index;
    private final PullPattern.Part part;
    private final @Nullable Value attribute;
    private final @Nullable Attribute declared;
    private final @Nullable ResolvedPattern nested;

    Line(int index, PullPattern.Part part, Source source) {
      this.index = index;
      this.part = part;
      this.attribute = source.attribute(part.attribute());
      this.declared = source.declared(part.attribute());
      if (attribute == null && source.strict() && !isId()) {
        throw part.place()
            .wrong(
                "unknown-attribute",
                "there is no attribute " + part.attribute(),
                Nearest.attribute(part.attribute(), source));
      }
      PullPattern within = part.nested();
      this.nested = within == null ? null : new ResolvedPattern(within, source);
    }

    int index() {
      return index;
    }

    PullPattern.Part part() {
      return part;
    }

    /** Returns what stands for the attribute in the source, null where it is not known. */
    @Nullable Value attribute() {
      return attribute;
    }

    @Nullable ResolvedPattern nested() {
      return nested;
    }

    boolean isId() {
      return part.attribute().equals(ID);
    }

    boolean isForward() {
      return attribute != null && !part.reverse() && !isId();
    }

    private boolean isNamedAsIs() {
      return !part.reverse() && !isId() && part.key().equals(part.attribute());
    }

    /** Returns whether the values are entities. */
    boolean isReference() {
      return part.reverse() || (declared != null && declared.isReference());
    }

    /** Returns whether the values are parts of the entity, pulled with it. */
    boolean isComponent() {
      return !part.reverse() && declared != null && declared.isReference() && declared.component();
    }

    /** Returns whether there is at most one value, which then stands there by itself. */
    boolean isSingle() {
      return isId()
          || (declared != null && (part.reverse() ? declared.component() : !declared.many()));
    }
  }
}
