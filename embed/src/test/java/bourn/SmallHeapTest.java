package bourn;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many datom streams with long texts, in a heap that does not hold what is transacted. */
@Timeout(180)
final class SmallHeapTest {

  private static final int STREAMS = 100;
  private static final int ROUNDS = 25;
  private static final int TEXT_LENGTH = 50_000;

  @TempDir Path folder;

  /** Transacts a text to each stream in turn, until it is more than the heap. */
  static final class Child {

    private Child() {}

    public static void main(String... arguments) {
      try (Bourn bourn = Bourn.open(Path.of(arguments[0]))) {
        for (int round = 0; round < ROUNDS; round++) {
          for (int i = 0; i < STREAMS; i++) {
            String text = Character.toString('a' + i % 26).repeat(TEXT_LENGTH) + round;
            bourn.datoms("s" + i).transact(List.of(Value.map("text", text)));
          }
        }
      }
    }
  }

  @Test
  void noveltyOfAllStreams_staysWithinTheHeap() throws Exception {
    Process child = Children.start(Child.class, 80, folder.toString());
    assertThat(child.waitFor(170, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
    try (Bourn bourn = Bourn.open(folder)) {
      for (int i = 0; i < STREAMS; i++) {
        assertThat(bourn.datoms("s" + i).db().basis()).isEqualTo(ROUNDS - 1);
      }
    }
  }
}
