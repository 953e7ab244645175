package bourn.adapters;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import bourn.kernel.AppendRequest;
import bourn.kernel.Cursor;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The Reactive Streams TCK, run on publishers of sealed streams, live tails and gaps. */
final class PublisherVerificationTest {

  /** Up to this many elements are fed to a live tail; whoever asks for more gets no end. */
  private static final long LONGEST = 10_000;

  private static final Kernel KERNEL = HeapKernel.open(Environment.system());
  private static final AtomicInteger STREAMS = new AtomicInteger();

  /** A verification by TestNG's annotations, of which this makes tests of JUnit. */
  private static final class Verification extends FlowPublisherVerification<Value> {

    Verification() {
      super(new TestEnvironment(500, 100));
    }

    @Override
    public Flow.Publisher<Value> createFlowPublisher(long elements) {
      EventStream stream =
          KERNEL.open(StreamDescriptor.generic("verified-" + STREAMS.incrementAndGet()));
      Thread.startVirtualThread(() -> feed(stream, elements));
      return Reading.of(stream).values().publisher();
    }

    private static void feed(EventStream stream, long elements) {
      for (long i = 0; i < Math.min(elements, LONGEST); i++) {
        stream.append(AppendRequest.of(Value.of(i))).orThrow();
      }
      if (elements <= LONGEST) {
        stream.seal(List.of());
      }
    }

    @Override
    public Flow.Publisher<Value> createFailedFlowPublisher() {
      EventStream stream = KERNEL.open(StreamDescriptor.generic("failed"));
      Cursor dead = new Cursor(Long.MAX_VALUE, 1, 0);
      return Reading.of(stream).values().from(dead).publisher();
    }

    @Override
    public long maxElementsFromPublisher() {
      return Integer.MAX_VALUE;
    }
  }

  @AfterAll
  static void close() {
    KERNEL.close();
  }

  @TestFactory
  Stream<DynamicTest> reactiveStreams() {
    return Stream.of(Verification.class.getMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(method -> dynamicTest(method.getName(), () -> verify(method)));
  }

  private static void verify(Method method) throws Throwable {
    Verification verification = new Verification();
    verification.setUp();
    try {
      method.invoke(verification);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SkipException skipped) {
        abort(skipped.getMessage());
      }
      throw e.getCause();
    }
  }
}
