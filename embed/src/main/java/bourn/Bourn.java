package bourn;

import bourn.datalog.Datalog;
import bourn.datalog.Explanation;
import bourn.datalog.LiveQuery;
import bourn.datalog.Query;
import bourn.datalog.QueryResult;
import bourn.engine.Budget;
import bourn.engine.HostFunction;
import bourn.engine.HostFunctions;
import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.index.Database;
import bourn.index.Databases;
import bourn.index.DatomStream;
import bourn.kernel.BoundedStream;
import bourn.kernel.Deadline;
import bourn.kernel.Environment;
import bourn.kernel.EventFormat;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.MemoryBudget;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamKind;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.storage.RocksKernel;
import bourn.typed.ColumnSegments;
import bourn.typed.ProductType;
import bourn.typed.TypeRegistry;
import bourn.typed.TypedFormats;
import bourn.typed.TypedStream;
import bourn.typed.Upcast;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A store of streams, opened: the one entrance for programs that embed Bourn. Safe for use by
 * several threads; one process at a time opens a folder.
 *
 * <pre>{@code
 * try (Bourn bourn = Bourn.open(Path.of("shop"))) {
 *   DatomStream people = bourn.datoms("people");
 *   people.transact(Edn.readAll("{:person/name \"Ada\" :person/age 36}"));
 *   bourn.query("[:find ?name . :where [_ :person/name ?name]]", people);  // "Ada"
 * }
 * }</pre>
 */
public final class Bourn implements AutoCloseable {

  private static final Function<StreamDescriptor, EventFormat> FORMATS = TypedFormats::of;

  private final Kernel kernel;
  private final Databases databases;
  private final ColumnSegments segments;
  private final TypeRegistry types;
  private final Packing packing;
  private final Guards guards = new Guards(this);
  private volatile HostFunctions functions = HostFunctions.NONE;

  private Bourn(Kernel kernel, boolean packs) {
    this.kernel = kernel;
    this.databases = Databases.of(kernel);
    this.segments = ColumnSegments.over(kernel);
    this.types = TypeRegistry.over(kernel);
    this.packing = new Packing(kernel, segments);
    for (StreamDescriptor descriptor : kernel.streams()) {
      if (packs && descriptor.kind() == StreamKind.TYPED) {
        packing.follow(find(descriptor.name().text()));
      }
    }
  }

  /**
   * Opens the store in {@code folder}, and creates it if the folder is missing or empty.
   *
   * @throws bourn.kernel.StorageException if the folder holds something else, another process has
   *     it open, or what it holds is damaged
   */
  public static Bourn open(Path folder) {
    return open(folder, MemoryBudget.usual());
  }

  /**
   * Does as {@link #open(Path)}, and keeps no more in memory than {@code memory} says, however much
   * is appended: who appends faster than the disk takes it in waits.
   */
  public static Bourn open(Path folder, MemoryBudget memory) {
    Environment environment = Environment.system().with(memory);
    return new Bourn(RocksKernel.open(folder, environment, FORMATS), true);
  }

  /**
   * Opens the store in {@code folder} to read only, as it is now, also while another process has it
   * open, which is not disturbed. What is appended later is not seen; nothing can be changed.
   *
   * @throws bourn.kernel.StorageException if there is no store, or what it holds is damaged
   */
  public static Bourn openReadOnly(Path folder) {
    return new Bourn(RocksKernel.openReadOnly(folder, Environment.system(), FORMATS), false);
  }

  /** Opens an empty store that keeps everything on the heap, for as long as it is open. */
  public static Bourn inMemory() {
    return new Bourn(HeapKernel.open(Environment.system(), FORMATS), true);
  }

  /** Opens the stream of any values of that name, and creates it if there is none. */
  public EventStream stream(String name) {
    return kernel.open(StreamDescriptor.generic(name));
  }

  /** Opens the stream of transactions of that name, and creates it if there is none. */
  public DatomStream datoms(String name) {
    return databases.open(name);
  }

  /** Opens the stream of rows of that name, and creates it if there is none. */
  public <R extends Record> TypedStream<R> typed(String name, Class<R> rows) {
    TypedStream<R> typed = TypedStream.open(kernel, name, rows);
    packing.follow(typed.stream());
    return typed;
  }

  /**
   * Opens the stream of rows of a type that no record declares, and creates it if there is none.
   */
  public EventStream typed(String name, ProductType rows) {
    EventStream stream = rows.open(kernel, name);
    packing.follow(stream);
    return stream;
  }

  /** Returns what streams there are, by name. */
  public List<StreamDescriptor> streams() {
    return kernel.streams();
  }

  /**
   * Returns the stream of that name, whatever its kind.
   *
   * @throws NoSuchElementException if there is none, with the names that there are
   */
  public EventStream find(String name) {
    return kernel.find(new StreamName(name)).orElseThrow(() -> unknown(name));
  }

  private NoSuchElementException unknown(String name) {
    List<String> names = streams().stream().map(stream -> stream.name().text()).toList();
    return new NoSuchElementException(
        "there is no stream \""
            + name
            + "\"; there "
            + (names.isEmpty() ? "are none" : "are " + names));
  }

  /** Returns a bounded stream of any kind as datoms. */
  public Source source(BoundedStream bounded) {
    return switch (bounded.stream().descriptor().kind()) {
      case GENERIC -> Sources.generic(bounded);
      case TYPED -> Sources.typed(bounded, segments);
      case DATOM -> Sources.of(databases.database(bounded));
    };
  }

  /**
   * Asks a Datalog query.
   *
   * @param query as EDN text
   * @param inputs one for each form of {@code :in}, which is {@code [$]} when it is not written: a
   *     {@link Database}, a stream of any kind (all of it, now), a {@link BoundedStream}, a {@link
   *     Source}, rules as text or data, or anything that {@link bourn.kernel.Value#of(Object)}
   *     takes
   * @throws bourn.engine.QueryException if the query is wrong or exceeds its budget
   */
  public QueryResult query(String query, Object... inputs) {
    return Datalog.query(Query.parse(query), given(inputs), Budget.DEFAULT, functions);
  }

  /**
   * Returns how a Datalog query would be answered, without answering it.
   *
   * @param inputs as for {@link #query}
   * @throws bourn.engine.QueryException if the query is wrong
   */
  public Explanation explain(String query, Object... inputs) {
    return Datalog.explain(Query.parse(query), given(inputs), functions);
  }

  /**
   * Answers a Datalog query and returns how: with the rows and the time of each step.
   *
   * @param inputs as for {@link #query}
   * @throws bourn.engine.QueryException if the query is wrong or exceeds its budget
   */
  public Explanation analyze(String query, Object... inputs) {
    return Datalog.analyze(Query.parse(query), given(inputs), Budget.DEFAULT, functions);
  }

  /**
   * Asks a Datalog query that goes on: each transaction of its datom stream gives what it changes
   * of the result.
   *
   * @param inputs as for {@link #query}; the datom stream among them, exactly one, is the one that
   *     is followed, everything else stays as it is now
   * @throws bourn.engine.QueryException if the query is wrong
   * @throws IllegalArgumentException if not exactly one datom stream is among the inputs
   */
  public LiveQuery live(String query, Object... inputs) {
    List<Object> given = given(inputs);
    DatomStream followed = null;
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] instanceof DatomStream datoms) {
        if (followed != null && !followed.equals(datoms)) {
          throw new IllegalArgumentException(
              "a live query follows one datom stream, and was given two; give one as its database");
        }
        followed = datoms;
        given.set(i, datoms);
      }
    }
    if (followed == null) {
      throw new IllegalArgumentException("a live query needs a datom stream among its inputs");
    }
    return LiveQuery.over(followed, Query.parse(query), given, Budget.DEFAULT, functions);
  }

  /**
   * Has queries of this store from now on call {@code function} by {@code name}, beside the
   * functions of the library: in clauses with its arguments, in {@code :find} as an aggregate with
   * the list of the values of a group.
   *
   * @param name with a namespace that keeps it apart from the library's, as {@code my.app/distance}
   * @throws IllegalArgumentException if a function or aggregate of the library has that name
   */
  public synchronized void function(String name, HostFunction function) {
    functions = functions.with(name, function);
  }

  private List<Object> given(Object... inputs) {
    List<Object> given = new ArrayList<>(inputs.length);
    for (Object input : inputs) {
      given.add(input(input));
    }
    return given;
  }

  private Object input(Object input) {
    return switch (input) {
      case Source source -> source;
      case Database database -> Sources.of(database);
      case DatomStream datoms -> Sources.of(datoms.db());
      case TypedStream<?> typed -> source(typed.stream().bound());
      case EventStream stream -> source(stream.bound());
      case BoundedStream bounded -> source(bounded);
      default -> input;
    };
  }

  /** Does as {@link #commit(GuardedCommit, Deadline)}, for 10 seconds. */
  public GuardedCommit.Outcome commit(GuardedCommit commit) {
    return commit(commit, Deadline.in(Duration.ofSeconds(10)));
  }

  /**
   * Appends all of {@code commit} or nothing, if its guards hold of what their streams hold right
   * before: no other commit comes in between. While others append to those streams it tries again,
   * after a few times with no other guarded commit of this store beside it. Not to be called by
   * what a transaction or a guard calls.
   *
   * @throws IllegalArgumentException if there is nothing to append, or a part cannot be
   * @throws IllegalStateException if a stream was deleted or is of another store, or if this is
   *     called within another such commit
   * @throws bourn.engine.QueryException if a query is wrong or exceeds its budget
   * @throws bourn.datoms.TransactionException if the forms of a transaction break a rule
   */
  public GuardedCommit.Outcome commit(GuardedCommit commit, Deadline deadline) {
    return guards.commit(commit, deadline);
  }

  /** Returns the databases of this store's datom streams. */
  public Databases databases() {
    return databases;
  }

  /** Returns the packed columns of this store's typed streams. */
  public ColumnSegments segments() {
    return segments;
  }

  /** Returns the types that this store's typed streams have had, and what changes them. */
  public TypeRegistry types() {
    return types;
  }

  /**
   * Has {@code stream} hold what {@code upcaster} makes of each of its rows, as rows of {@code
   * type}, in a new incarnation, which is returned. See {@link Upcast}.
   */
  public EventStream upcast(EventStream stream, ProductType type, UnaryOperator<Value> upcaster) {
    EventStream renewed = Upcast.rewrite(stream, type, upcaster);
    packing.follow(renewed);
    return renewed;
  }

  /** Returns the kernel below: commits over several streams, cuts, contexts. */
  public Kernel kernel() {
    return kernel;
  }

  /** Makes everything appended durable, and closes the store. */
  @Override
  public void close() {
    packing.close();
    databases.close();
    kernel.close();
  }
}
