package bourn.index;

import bourn.kernel.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Somebody who is told of every transaction, one after the other, on a virtual thread of its own.
 * Who is slow falls behind and misses nothing: what it is told of is read from the log.
 */
public final class Listening implements AutoCloseable {

  private final Reports reports;
  private final Consumer<Report> listener;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closed;

  private Listening(Reports reports, Consumer<Report> listener) {
    this.reports = reports;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("bourn-listener").unstarted(this::listen);
  }

  /** Begins to tell {@code listener} what {@code reports} reads, and closes that at the end. */
  static Listening begin(Reports reports, Consumer<Report> listener) {
    Listening listening = new Listening(reports, listener);
    listening.thread.start();
    return listening;
  }

  private void listen() {
    try (reports) {
      Report report = reports.next(Deadline.NEVER);
      while (report != null && !closed) {
        listener.accept(report);
        report = closed ? null : reports.next(Deadline.NEVER);
      }
      ended.complete(null);
    } catch (InterruptedException e) {
      ended.complete(null);
    } catch (RuntimeException | Error e) {
      if (closed) {
        ended.complete(null);
      } else {
        ended.completeExceptionally(e);
      }
    }
  }

  /**
   * Returns what completes when this is closed or the stream was sealed; exceptionally when the
   * listener threw, or transactions could not be read: then it is told of nothing more.
   */
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  /** Ends this, which may be telling the listener of one more transaction at the moment. */
  @Override
  public void close() {
    closed = true;
    if (!Thread.currentThread().equals(thread)) {
      thread.interrupt();
    }
  }
}
