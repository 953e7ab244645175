package bourn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, as a newcomer runs it. */
final class DemoTest {

  @TempDir Path folder;

  @Test
  void tellsTheWholeStoryAndKeepsTheStore() {
    String store = folder.resolve("store").toString();

    Run demo = Run.of("demo", "--data", store);

    assertThat(demo.err()).isEmpty();
    assertThat(demo.status()).isZero();
    assertThat(demo.out())
        .as("Datalog: join, predicate; rule, aggregate; pull")
        .contains("Wiley Post Will Rogers Memorial", "Alaska")
        .containsPattern("West +│ +972 ")
        .contains("Seattle-Tacoma Intl")
        .as("three kinds of stream in one query")
        .contains("Ted Stevens Anchor")
        .as("SQL: join, group, order; the recorder's events; as of")
        .containsPattern("Miami +│ +108 │ +14.5 ")
        .contains("ObjectAllocationSample")
        .containsPattern("│ +100 │ +6.1 │")
        .as("the past")
        .containsSubsequence("Harry Reid International", "McCarran International")
        .as("causes")
        .contains("Inspect the runways of ANC", "25km W of Anchorage, Alaska")
        .as("opened again, and after a killed process")
        .containsSubsequence("the store is open again", "3364", "none torn", "3364");

    Run kept = Run.of("q", "[:find (count ?a) . :where [?a :airport/code]]", "--data", store);
    assertThat(kept.out()).contains("3364");
    assertThat(kept.status()).isZero();
  }

  @Test
  void leavesAFolderAloneThatHoldsSomething() throws IOException {
    Files.writeString(folder.resolve("letter.txt"), "dear");

    Run demo = Run.of("demo", "--data", folder.toString());

    assertThat(demo.status()).isEqualTo(2);
    assertThat(demo.err()).contains("not empty");
    assertThat(folder.resolve("letter.txt")).hasContent("dear");
  }
}
