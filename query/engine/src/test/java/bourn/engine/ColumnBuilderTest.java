package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Column;
import bourn.columns.Kind;
import org.junit.jupiter.api.Test;

/** Columns that grow, of one kind and then of several. */
final class ColumnBuilderTest {

  private static final byte INT = Kind.INT.tag();
  private static final byte TIME = Kind.TIME.tag();

  @Test
  void oneWordOfTwoKinds_isTwoValues() {
    ColumnBuilder builder = new ColumnBuilder();
    builder.add(INT, 3);
    assertThat(builder.same(0, INT, 3)).isTrue();
    assertThat(builder.same(0, TIME, 3)).isFalse();
    builder.add(TIME, 3);
    assertThat(builder.same(0, INT, 3)).isTrue();
    assertThat(builder.same(1, INT, 3)).isFalse();
    assertThat(builder.same(1, TIME, 3)).isTrue();
  }

  @Test
  void columnsGivenOut_stayAsTheyAre() {
    ColumnBuilder builder = new ColumnBuilder();
    for (int i = 0; i < 20; i++) {
      builder.add(INT, i);
    }
    Column before = builder.column();
    builder.add(TIME, 7);
    builder.addAll(before, null, 20);

    assertThat(before.uniform()).isTrue();
    assertThat(before.word(19)).isEqualTo(19);
    assertThat(builder.column().kind(20)).isEqualTo(Kind.TIME);
    assertThat(builder.column().kind(40)).isEqualTo(Kind.INT);
    assertThat(builder.column().word(40)).isEqualTo(19);
  }
}
