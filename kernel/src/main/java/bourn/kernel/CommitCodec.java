package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a commit: its entries, one after the other.
 *
 * <pre>
 *  Opened     byte 1, origin u64, epoch u32
 *  Created    byte 2, incarnation u64, length u32, the descriptor as a body of one event
 *  Appended   byte 3, the chunk: see ChunkHeader
 *  Sealed     byte 4, incarnation u64
 *  Closed     byte 5
 *  Numbered   byte 6, incarnation u64, epoch u32, sequence u64, first u64, last u64,
 *             length u16, the producer's id in UTF-8
 *  Forked     byte 7, incarnation u64, parent u64, at u64, earliest u64, length u32, the descriptor
 *  Deleted    byte 8, incarnation u64
 *  Trimmed    byte 9, incarnation u64, earliest u64
 *  Configured byte 10, incarnation u64, milliseconds since 1970 u64, length u32, the settings as a
 *             value
 *  Leased     byte 11, length u16, the lease: see LeaseCodec
 *  Forgotten  byte 12, incarnation u64, generation u64, length u16, the consumer's name in UTF-8
 * </pre>
 *
 * <p>All numbers are little-endian. The frame around a commit, with its number, length and crc, is
 * the commit log's.
 */
final class CommitCodec {

  private static final byte OPENED = 1;
  private static final byte CREATED = 2;
  private static final byte APPENDED = 3;
  private static final byte SEALED = 4;
  private static final byte CLOSED = 5;
  private static final byte NUMBERED = 6;
  private static final byte FORKED = 7;
  private static final byte DELETED = 8;
  private static final byte TRIMMED = 9;
  private static final byte CONFIGURED = 10;
  private static final byte LEASED = 11;
  private static final byte FORGOTTEN = 12;

  private static final ByteBuffer APPENDED_TAG = small(1).put(APPENDED).flip().asReadOnlyBuffer();
  private static final ByteBuffer NOTHING = small(0);

  private CommitCodec() {}

  /** Returns the bytes of {@code entries}, two buffers each, sharing the bytes of their chunks. */
  static ByteBuffer[] encode(List<CommitEntry> entries) {
    ByteBuffer[] buffers = new ByteBuffer[2 * entries.size()];
    for (int i = 0; i < entries.size(); i++) {
      CommitEntry entry = entries.get(i);
      boolean appended = entry instanceof CommitEntry.Appended;
      buffers[2 * i] = appended ? APPENDED_TAG : NOTHING;
      buffers[2 * i + 1] = encode(entry);
    }
    return buffers;
  }

  /** Returns the bytes of {@code entry}, but for the tag of a chunk. */
  private static ByteBuffer encode(CommitEntry entry) {
    return switch (entry) {
      case CommitEntry.Appended(Chunk chunk) -> chunk.buffer();
      case CommitEntry.Opened(long origin, int epoch) ->
          small(13).put(OPENED).putLong(origin).putInt(epoch).flip();
      case CommitEntry.Created created -> created(created);
      case CommitEntry.Forked forked -> forked(forked);
      case CommitEntry.Deleted(long incarnation) ->
          small(9).put(DELETED).putLong(incarnation).flip();
      case CommitEntry.Trimmed(long incarnation, long earliest) ->
          small(17).put(TRIMMED).putLong(incarnation).putLong(earliest).flip();
      case CommitEntry.Configured configured -> configured(configured);
      case CommitEntry.Numbered numbered -> numbered(numbered);
      case CommitEntry.Leased(Lease lease) -> leased(lease);
      case CommitEntry.Forgotten forgotten -> forgotten(forgotten);
      case CommitEntry.Sealed(long incarnation) -> small(9).put(SEALED).putLong(incarnation).flip();
      case CommitEntry.Closed() -> small(1).put(CLOSED).flip();
    };
  }

  private static ByteBuffer created(CommitEntry.Created created) {
    byte[] descriptor = DescriptorCodec.encode(created.descriptor());
    return small(13 + descriptor.length)
        .put(CREATED)
        .putLong(created.incarnation())
        .putInt(descriptor.length)
        .put(descriptor)
        .flip();
  }

  private static ByteBuffer forked(CommitEntry.Forked forked) {
    byte[] descriptor = DescriptorCodec.encode(forked.descriptor());
    return small(37 + descriptor.length)
        .put(FORKED)
        .putLong(forked.incarnation())
        .putLong(forked.parent().incarnation())
        .putLong(forked.parent().offset())
        .putLong(forked.earliest())
        .putInt(descriptor.length)
        .put(descriptor)
        .flip();
  }

  private static ByteBuffer configured(CommitEntry.Configured configured) {
    byte[] settings = ValueCodec.encode(configured.configuration().settings().toValue());
    return small(21 + settings.length)
        .put(CONFIGURED)
        .putLong(configured.incarnation())
        .putLong(configured.configuration().epochMillis())
        .putInt(settings.length)
        .put(settings)
        .flip();
  }

  private static ByteBuffer numbered(CommitEntry.Numbered numbered) {
    Producer producer = numbered.producer();
    byte[] id = producer.id().getBytes(StandardCharsets.UTF_8);
    return small(39 + id.length)
        .put(NUMBERED)
        .putLong(numbered.incarnation())
        .putInt(producer.epoch())
        .putLong(producer.sequence())
        .putLong(numbered.first())
        .putLong(numbered.last())
        .putShort((short) id.length)
        .put(id)
        .flip();
  }

  private static ByteBuffer leased(Lease lease) {
    byte[] bytes = LeaseCodec.encode(lease);
    return small(3 + bytes.length).put(LEASED).putShort((short) bytes.length).put(bytes).flip();
  }

  private static ByteBuffer forgotten(CommitEntry.Forgotten forgotten) {
    byte[] consumer = forgotten.consumer().getBytes(StandardCharsets.UTF_8);
    return small(19 + consumer.length)
        .put(FORGOTTEN)
        .putLong(forgotten.incarnation())
        .putLong(forgotten.generation())
        .putShort((short) consumer.length)
        .put(consumer)
        .flip();
  }

  private static ByteBuffer small(int lengthBytes) {
    return ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns how many bytes {@code entry} takes of a commit. */
  static long lengthBytes(CommitEntry entry) {
    if (entry instanceof CommitEntry.Appended(Chunk chunk)) {
      return 1L + chunk.lengthBytes();
    }
    return encode(entry).remaining();
  }

  /** Returns where the chunk begins of the entry that begins at {@code entry}. */
  static long chunkAt(long entry) {
    return entry + APPENDED_TAG.limit();
  }

  /**
   * Returns the entries of {@code commit}, which share nothing with it.
   *
   * @throws StorageException if it is none
   */
  static List<CommitEntry> decode(ByteBuffer commit) {
    byte[] bytes = new byte[commit.remaining()];
    commit.get(bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<CommitEntry> entries = new ArrayList<>();
    while (in.hasRemaining()) {
      entries.add(entry(in));
    }
    return entries;
  }

  private static CommitEntry entry(ByteBuffer in) {
    byte tag = in.get();
    return switch (tag) {
      case OPENED -> new CommitEntry.Opened(in.getLong(), in.getInt());
      case CREATED -> new CommitEntry.Created(in.getLong(), descriptor(in));
      case APPENDED -> new CommitEntry.Appended(chunk(in));
      case SEALED -> new CommitEntry.Sealed(in.getLong());
      case CLOSED -> new CommitEntry.Closed();
      case NUMBERED -> numbered(in);
      case FORKED -> forked(in);
      case TRIMMED -> new CommitEntry.Trimmed(in.getLong(), in.getLong());
      case CONFIGURED -> configured(in);
      case DELETED -> new CommitEntry.Deleted(in.getLong());
      case LEASED -> leased(in);
      case FORGOTTEN -> forgotten(in);
      default ->
          throw new StorageException("an entry of a commit has a tag from 1 to 12, found " + tag);
    };
  }

  private static CommitEntry.Configured configured(ByteBuffer in) {
    long incarnation = in.getLong();
    long epochMillis = in.getLong();
    byte[] settings = new byte[in.getInt()];
    in.get(settings);
    return new CommitEntry.Configured(
        incarnation,
        new Configuration(StreamSettings.of(ValueCodec.decode(settings)), epochMillis));
  }

  private static CommitEntry.Forked forked(ByteBuffer in) {
    long incarnation = in.getLong();
    Reference parent = new Reference(in.getLong(), in.getLong());
    long earliest = in.getLong();
    return new CommitEntry.Forked(incarnation, descriptor(in), parent, earliest);
  }

  private static CommitEntry.Numbered numbered(ByteBuffer in) {
    long incarnation = in.getLong();
    int epoch = in.getInt();
    long sequence = in.getLong();
    long first = in.getLong();
    long last = in.getLong();
    byte[] id = new byte[in.getShort()];
    in.get(id);
    Producer producer = new Producer(new String(id, StandardCharsets.UTF_8), epoch, sequence);
    return new CommitEntry.Numbered(incarnation, producer, first, last);
  }

  private static CommitEntry.Leased leased(ByteBuffer in) {
    byte[] lease = new byte[in.getShort()];
    in.get(lease);
    return new CommitEntry.Leased(LeaseCodec.decode(lease));
  }

  private static CommitEntry.Forgotten forgotten(ByteBuffer in) {
    long incarnation = in.getLong();
    long generation = in.getLong();
    byte[] consumer = new byte[in.getShort()];
    in.get(consumer);
    return new CommitEntry.Forgotten(
        incarnation, new String(consumer, StandardCharsets.UTF_8), generation);
  }

  private static StreamDescriptor descriptor(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return DescriptorCodec.decode(bytes);
  }

  private static Chunk chunk(ByteBuffer in) {
    Chunk chunk = ChunkHeader.read(MemorySegment.ofBuffer(in), 0);
    in.position(in.position() + chunk.lengthBytes());
    return chunk;
  }
}
