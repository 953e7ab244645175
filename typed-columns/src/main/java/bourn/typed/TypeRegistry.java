package bourn.typed;

import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Reader;
import bourn.kernel.Reference;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamKind;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The types that the typed streams of a kernel have had, each by its hash, in order: a stream
 * itself, called {@link #NAME}, which is there once a type has changed. Safe for use by several
 * threads.
 *
 * <pre>{@code
 * TypeRegistry types = TypeRegistry.over(kernel);
 * types.change(flights, new TypeChange.Rename("delay", "delayMinutes"));
 * }</pre>
 *
 * <p>Rows are not rewritten: those of before are read as rows of the type of now, whoever reads
 * them, at whatever bound. A stream and its forks have one type and change together.
 */
public final class TypeRegistry {

  /*
   * An event of the registry says which streams a type is of, as incarnations: all that are forks
   * of each other, and what they were forked from. A fork made later has the type of its parent.
   * The first type of a stream is in its descriptor; it is registered too, right before the second.
   *
   * The truth is the registry. What encodes and reads rows is the format of each stream, which this
   * tells: after the registry is in the log, so that no row is appended under a type that a crash
   * could take.
   */

  /** The name of the stream that the types are in. */
  public static final String NAME = "bourn.types";

  private static final Keyword STREAMS = Keyword.of("type/incarnations");
  private static final Keyword HASH = Keyword.of("type/hash");
  private static final Keyword TYPE = Keyword.of("type/product");

  private final Kernel kernel;
  private final Map<Value, List<ProductType>> types = new HashMap<>();

  private TypeRegistry(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Reads the registry of {@code kernel}, and has each of its typed streams be of the type that it
   * has now. To be called when a kernel is opened, before its typed streams are used.
   *
   * @throws StorageException if the registry cannot be read
   */
  public static TypeRegistry over(Kernel kernel) {
    TypeRegistry registry = new TypeRegistry(kernel);
    kernel.find(new StreamName(NAME)).ifPresent(registry::read);
    return registry;
  }

  private synchronized void read(EventStream registry) {
    try (Reader reader = registry.bound().read()) {
      Step step;
      while ((step = reader.next()) == Step.EVENT) {
        take(reader.value());
      }
      if (step == Step.GAP) {
        throw new StorageException("types of streams: " + reader.gap());
      }
    }
    for (EventStream stream : typed()) {
      List<ProductType> history = historyOf(stream);
      if (!history.isEmpty()) {
        TypedFormat.of(stream).become(history.getLast());
      }
    }
  }

  private void take(Value event) {
    if (event instanceof Value.Entries entries
        && entries.get(STREAMS) instanceof Value.Items(List<Value> streams)
        && entries.get(TYPE) instanceof Value.Entries type) {
      List<ProductType> history = known(streams);
      history.add(ProductType.of(type));
      streams.forEach(stream -> types.put(stream, history));
    } else {
      throw new StorageException("a type of streams is expected in " + NAME + ", was " + event);
    }
  }

  /** What is registered of one of {@code streams}, which are one family; empty if nothing is. */
  private List<ProductType> known(List<Value> streams) {
    for (Value stream : streams) {
      List<ProductType> history = types.get(stream);
      if (history != null) {
        return history;
      }
    }
    return new ArrayList<>();
  }

  private List<EventStream> typed() {
    List<EventStream> typed = new ArrayList<>();
    for (StreamDescriptor descriptor : kernel.streams()) {
      if (descriptor.kind() == StreamKind.TYPED) {
        kernel.find(descriptor.name()).ifPresent(typed::add);
      }
    }
    return typed;
  }

  /** What is registered of a stream, or else of what it was forked from; nothing if none is. */
  private List<ProductType> historyOf(EventStream stream) {
    for (long incarnation : ancestors(stream)) {
      List<ProductType> history = types.get(Value.of(incarnation));
      if (history != null) {
        return history;
      }
    }
    return List.of();
  }

  /** The incarnation of a stream, then those of what it was forked from. */
  private Set<Long> ancestors(EventStream stream) {
    Set<Long> ancestors = new LinkedHashSet<>();
    ancestors.add(stream.extent().incarnation());
    Optional<Reference> parent = stream.parent();
    while (parent.isPresent()) {
      ancestors.add(parent.get().incarnation());
      parent = kernel.find(parent.get().incarnation()).flatMap(EventStream::parent);
    }
    if (stream.extent().tail() > stream.extent().earliest()) {
      ancestors.add(stream.reference(stream.extent().earliest()).incarnation());
    }
    return ancestors;
  }

  /** Returns the types that {@code stream} has had, in order; the last is that of now. */
  public synchronized List<ProductType> types(EventStream stream) {
    List<ProductType> history = historyOf(stream);
    return history.isEmpty() ? List.of(ProductType.of(stream)) : List.copyOf(history);
  }

  /**
   * Does as {@link #change(EventStream, ProductType)}, with the type that comes of {@code changes},
   * one after another.
   *
   * @throws IllegalArgumentException if a change names no field, or rows of before would not be
   *     rows of the type
   */
  public synchronized ProductType change(EventStream stream, List<TypeChange> changes) {
    ProductType next = new TypeHistory(types(stream)).after(changes);
    change(stream, next);
    return next;
  }

  /**
   * Has the rows of {@code stream} and of its forks be of type {@code next} from now on, those of
   * before too. Fields are the same whose ids are. It is durable when this returns. Whoever appends
   * meanwhile, does so under the type of before, or of after.
   *
   * @throws IllegalArgumentException if rows of before would not be rows of the type, with the
   *     field, what is required of it and what was found
   */
  public synchronized void change(EventStream stream, ProductType next) {
    TypeHistory history = new TypeHistory(types(stream));
    if (next.equals(history.now())) {
      return;
    }
    history.check(next);
    List<EventStream> family = family(stream);
    List<Value> events = new ArrayList<>();
    if (historyOf(stream).isEmpty()) {
      events.add(event(stream, family, history.now()));
    }
    events.add(event(stream, family, next));
    kernel
        .open(StreamDescriptor.generic(NAME))
        .append(AppendRequest.of(events).durable())
        .orThrow();
    events.forEach(this::take);
    family.forEach(each -> TypedFormat.of(each).become(next));
  }

  /** The streams that share rows with {@code stream}, or did. */
  private List<EventStream> family(EventStream stream) {
    Set<Long> relatives = ancestors(stream);
    List<EventStream> family = new ArrayList<>();
    for (EventStream other : typed()) {
      if (TypedFormat.of(other) == TypedFormat.of(stream)
          || ancestors(other).stream().anyMatch(relatives::contains)) {
        family.add(other);
      }
    }
    return family;
  }

  private Value event(EventStream stream, List<EventStream> family, ProductType type) {
    Set<Long> incarnations = new LinkedHashSet<>();
    family.forEach(each -> incarnations.addAll(ancestors(each)));
    return Value.map(
        "type/stream",
        stream.descriptor().name().text(),
        "type/from",
        stream.extent().tail(),
        STREAMS.name(),
        new Value.Items(incarnations.stream().map(Value::of).toList()),
        HASH.name(),
        type.hash(),
        TYPE.name(),
        type.toValue());
  }
}
