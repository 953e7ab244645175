package bourn.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.BlobReference;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BlobsTest {

  private static final Keyword BODY = Keyword.of("body");

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final EventStream papers =
      ProductType.parse("[[:year :i16] [:body :blob :nullable]]").open(kernel, "papers");

  @AfterEach
  void close() {
    kernel.close();
  }

  private static List<BlobReference> references(EventStream stream) {
    List<BlobReference> references = new ArrayList<>();
    try (Reader reader = stream.bound().read()) {
      while (reader.next() == Step.EVENT) {
        if (((Value.Entries) reader.value()).get(BODY) instanceof BlobReference reference) {
          references.add(reference);
        }
      }
    }
    return references;
  }

  private EventStream blobs() {
    return kernel.find(new StreamName("papers.blobs")).orElseThrow();
  }

  @Test
  void valuesOfAnySize_areReadBackFromWhereRowsSay_thoseOfABatchInFewEvents() {
    List<Value> bodies =
        List.of(
            Value.of("small"),
            Value.of("large".repeat(300_000)),
            Value.map("a", List.of(1, 2)),
            Value.of(new byte[] {1, 2, 3}));
    List<Value> rows = new ArrayList<>();
    bodies.forEach(body -> rows.add(Value.map("year", 1936, "body", body)));
    rows.add(Value.map("year", 1937));

    Append.Appended appended = Blobs.append(papers, AppendRequest.of(rows)).orThrow();

    assertThat(appended.last()).isEqualTo(4);
    assertThat(references(papers).stream().map(blob -> Blobs.read(kernel, blob))).isEqualTo(bodies);
    assertThat(blobs().extent().tail()).isEqualTo(3);
  }

  @Test
  void batchWithOneBadRow_appendsNoBlobEither() {
    Append refused =
        Blobs.append(
            papers,
            AppendRequest.of(
                Value.map("year", 1936, "body", "good"), Value.map("year", 1L << 40, "body", "x")));

    assertThat(refused).isInstanceOf(Append.Invalid.class);
    assertThat(
            Blobs.append(papers, AppendRequest.of(Value.map("year", 1, "body", "x")).ifTailIs(7)))
        .isInstanceOf(Append.Conflict.class);
    assertThat(blobs().extent().tail()).isZero();
    assertThat(papers.extent().tail()).isZero();
    assertThat(papers.append(AppendRequest.of(Value.map("year", 1, "body", "no reference"))))
        .isInstanceOf(Append.Invalid.class);
  }

  @Test
  void blobThatIsNotWhatWasWritten_isRefused() {
    Blobs.append(papers, AppendRequest.of(Value.map("year", 1936, "body", "text"))).orThrow();
    BlobReference good = references(papers).getFirst();
    BlobReference wrong =
        new BlobReference(good.blob(), good.start(), good.lengthBytes(), good.crc() + 1);
    BlobReference beyond = new BlobReference(good.blob(), 2, 1 << 30, good.crc());

    assertThatThrownBy(() -> Blobs.read(kernel, wrong))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("checksum");
    assertThatThrownBy(() -> Blobs.read(kernel, beyond))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("beyond");
  }

  @Test
  void blobsOfRowsThatWereDropped_areDropped() {
    for (int i = 0; i < 10; i++) {
      Blobs.append(papers, AppendRequest.of(Value.map("year", i, "body", "text " + i))).orThrow();
    }
    BlobReference first = references(papers).getFirst();

    papers.trim(6);
    Blobs.append(papers, AppendRequest.of(Value.map("year", 10))).orThrow();

    assertThat(blobs().extent().earliest()).isEqualTo(6);
    assertThat(references(papers).stream().map(blob -> Blobs.read(kernel, blob)))
        .containsExactly(
            Value.of("text 6"), Value.of("text 7"), Value.of("text 8"), Value.of("text 9"));
    assertThatThrownBy(() -> Blobs.read(kernel, first))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("dropped");
    papers.trim(11);
    assertThat(Blobs.drop(papers)).isEqualTo(10);
  }

  @Test
  void manyWhoAppendAtOnce_eachFindTheirOwn() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int year = thread;
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    Value row = Value.map("year", year, "body", year + "/" + i);
                    Blobs.append(papers, AppendRequest.of(row)).orThrow();
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(references(papers).stream().map(blob -> Blobs.read(kernel, blob)))
        .hasSize(200)
        .doesNotHaveDuplicates();
  }
}
