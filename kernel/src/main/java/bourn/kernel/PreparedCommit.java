package bourn.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A commit made ready on the thread of its caller, to be tried once or several times. */
final class PreparedCommit {

  /** The most bytes of one commit, of which each append and each checkpoint has some. */
  private static final long MOST_BYTES = 128 << 20;

  /** More than an append or a checkpoint takes of a commit beside its events. */
  private static final long ENTRY_BYTES = 1 << 10;

  private final LogKernel kernel;
  private final List<StreamName> names = new ArrayList<>();
  private final List<AppendTask> tasks = new ArrayList<>();
  private final List<CheckpointTask> checkpoints = new ArrayList<>();
  private final List<AppendsRequest.Tail> tails = new ArrayList<>();
  private final Map<StreamName, Append> invalid = new LinkedHashMap<>();
  private Durability durability = Durability.MEMORY;
  private long lengthBytes;

  private PreparedCommit(LogKernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Prepares {@code request}.
   *
   * @throws IllegalArgumentException if there is no stream of a name or an incarnation in it, or if
   *     it is too large
   */
  static PreparedCommit of(CommitRequest request, LogKernel kernel) {
    PreparedCommit prepared = new PreparedCommit(kernel);
    request.appends().forEach(prepared::add);
    if (prepared.invalid.isEmpty()) {
      request.checkpoints().forEach(prepared::add);
      request.tails().forEach(prepared::add);
    }
    return prepared;
  }

  private void add(StreamName name, AppendRequest append) {
    names.add(name);
    require(append.durability());
    try {
      AppendTask task = kernel.require(name).task(append);
      count(task.batches().stream().mapToLong(Chunk.Batch::lengthBytes).sum());
      tasks.add(task);
    } catch (InvalidEventsException e) {
      invalid.put(name, new Append.Invalid(e.violations()));
    }
  }

  private void add(Checkpoint checkpoint) {
    require(checkpoint.durability());
    count(0);
    LogStream stream = kernel.require(checkpoint.cursor().incarnation());
    checkpoints.add(new CheckpointTask(stream, checkpoint));
  }

  private void add(Reference tail) {
    tails.add(new AppendsRequest.Tail(kernel.require(tail.incarnation()), tail.offset()));
  }

  private void count(long eventBytes) {
    lengthBytes += ENTRY_BYTES + eventBytes;
    if (lengthBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a commit has at most " + MOST_BYTES + " bytes, was at least " + lengthBytes);
    }
  }

  private void require(Durability asked) {
    durability = durability.compareTo(asked) >= 0 ? durability : asked;
  }

  /** Returns the streams that are to grow. */
  List<LogStream> streams() {
    return tasks.stream().map(AppendTask::stream).toList();
  }

  /** Commits this, unless it is refused. */
  Committed commit() {
    return invalid.isEmpty()
        ? committed(kernel.committer().run(request()))
        : new Committed(false, invalid, Map.of());
  }

  private AppendsRequest request() {
    return new AppendsRequest(tasks, checkpoints, tails, durability);
  }

  private Committed committed(AppendsRequest.Outcome outcome) {
    Map<StreamName, Append> appends = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      @Nullable Append append = outcome.appends().get(i);
      if (append != null) {
        appends.put(names.get(i), append);
      }
    }
    outcome.moved().forEach(appends::putIfAbsent);
    Map<Checkpoint, Leasing> leasings = new LinkedHashMap<>();
    for (int i = 0; i < outcome.leasings().size(); i++) {
      Leasing leasing = outcome.leasings().get(i);
      if (outcome.all() || !(leasing instanceof Leasing.Granted)) {
        leasings.put(checkpoints.get(i).checkpoint(), leasing);
      }
    }
    return new Committed(outcome.all(), appends, leasings);
  }
}
