package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Puts together what is whole. */
final class SalvagingTest {

  private static final StreamDescriptor ORDERS = StreamDescriptor.generic("orders");

  private final HeapKeyValue state = new HeapKeyValue();
  private final Salvaging salvaging = Salvaging.into(state);

  private static Chunk chunk() {
    byte[] body = ValueFormat.INSTANCE.encode(List.of(Value.of(1)));
    Chunk.Batch batch = Chunk.Batch.of(1, body, 0);
    return Chunk.seal(1, 0, new Stamp(7, 1, List.of()), batch);
  }

  /** The part that is about a stream that is lost takes nothing else of its commit with it. */
  @Test
  void aCommit_isTakenInPartByPart() {
    salvaging.endRecords(false);
    List<CommitEntry> entries =
        List.of(
            new CommitEntry.Created(1, ORDERS),
            new CommitEntry.Sealed(9),
            new CommitEntry.Appended(chunk()));
    ByteBuffer[] encoded = CommitCodec.encode(entries);
    int length = 0;
    for (ByteBuffer part : encoded) {
      length += part.remaining();
    }
    ByteBuffer commit = ByteBuffer.allocate(length);
    for (ByteBuffer part : encoded) {
      commit.put(part.duplicate());
    }
    salvaging.commit(1, commit.flip());

    SalvageReport report = salvaging.end(1);
    assertThat(report.isWhole()).isTrue();
    assertThat(report.remarks())
        .containsExactly(
            "part of commit 1 has nothing to be applied to: the commit log does not fit the"
                + " state: there is no stream of incarnation 9");
    assertThat(report.streams())
        .containsExactly(new SalvageReport.Stream(ORDERS, 1, 1, 1, List.of()));
  }

  /** Files of the state are read in any order, and each may have an earlier version of a record. */
  @Test
  void ofTwoVersionsOfARecord_theLaterStays() {
    Producer producer = new Producer("till", 1, 4);
    ProducerRecord before = ProducerRecord.NEW.with(new Producer("till", 0, 9), 3, 3);
    byte[] after = before.with(producer, 5, 5).toBytes();
    byte[] key = StateKeys.producer(1, "till");
    byte[] other = StateKeys.producer(1, "other");
    salvaging.record(key, after);
    salvaging.record(key, before.toBytes());
    salvaging.record(other, before.toBytes());
    salvaging.record(other, after);
    byte[] leaseKey = StateKeys.lease(1, "billing");
    salvaging.record(leaseKey, lease(2, 3));
    salvaging.record(leaseKey, lease(1, 9));
    salvaging.record(leaseKey, lease(2, 2));
    StreamRecord deleted = StreamRecord.created(ORDERS, 1).asDeleted();
    salvaging.record(StateKeys.stream(1), deleted.toBytes());
    salvaging.record(StateKeys.stream(1), StreamRecord.created(ORDERS, 1).toBytes());
    salvaging.endRecords(false);

    assertThat(inState(key)).isEqualTo(after);
    assertThat(inState(other)).isEqualTo(after);
    assertThat(inState(leaseKey)).isEqualTo(lease(2, 3));
    assertThat(inState(StateKeys.stream(1))).isEqualTo(deleted.toBytes());
  }

  private byte[] inState(byte[] key) {
    return Objects.requireNonNull(state.get(KeyValue.Family.STREAMS, key));
  }

  private static byte[] lease(long generation, long position) {
    return LeaseCodec.encode(
        new Lease(
            "billing",
            generation,
            new Cursor(1, 0, position),
            Duration.ofSeconds(1),
            Instant.EPOCH,
            Lag.NONE));
  }

  @Test
  void aRecordThatCannotBeRead_isRemarked_andAnotherVersionStays() {
    byte[] key = StateKeys.lease(1, "billing");
    salvaging.record(key, lease(1, 1));
    salvaging.record(key, new byte[5]);
    salvaging.record(StateKeys.stream(3), new byte[5]);
    salvaging.endRecords(false);

    assertThat(inState(key)).isEqualTo(lease(1, 1));
    assertThat(salvaging.end(1).remarks()).hasSize(2);
  }
}
