package bourn.kernel;

import static bourn.kernel.ValueCodec.BIG_INT;
import static bourn.kernel.ValueCodec.BLOB;
import static bourn.kernel.ValueCodec.BYTES;
import static bourn.kernel.ValueCodec.DECIMAL;
import static bourn.kernel.ValueCodec.INT;
import static bourn.kernel.ValueCodec.KEYWORD;
import static bourn.kernel.ValueCodec.LIST;
import static bourn.kernel.ValueCodec.MAP;
import static bourn.kernel.ValueCodec.REAL;
import static bourn.kernel.ValueCodec.REFERENCE;
import static bourn.kernel.ValueCodec.SET;
import static bourn.kernel.ValueCodec.SHORT_TEXT;
import static bourn.kernel.ValueCodec.SMALL;
import static bourn.kernel.ValueCodec.SMALL_INT;
import static bourn.kernel.ValueCodec.SYMBOL;
import static bourn.kernel.ValueCodec.TAGGED;
import static bourn.kernel.ValueCodec.TEXT;
import static bourn.kernel.ValueCodec.TIME;
import static bourn.kernel.ValueCodec.TRUE;
import static bourn.kernel.ValueCodec.UUID_TAG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Walks the entries of one encoded map in place. */
final class EncodedMap {

  private final MemorySegment segment;
  private final long end;
  private long left;
  private long at;
  private long keyEnd;
  private long next;

  EncodedMap(MemorySegment segment, long start, long length) {
    this.segment = segment;
    this.end = start + length;
    if (byteAt(segment, start, end) == MAP) {
      long count = skipVarint(segment, start + 1, end);
      left = varintAt(segment, count, end);
      next = skipVarint(segment, count, end);
    }
  }

  boolean next() {
    if (left <= 0) {
      return false;
    }
    left--;
    at = next;
    keyEnd = skip(segment, at, end);
    next = skip(segment, keyEnd, end);
    return true;
  }

  boolean isAt(byte[] key) {
    return keyEnd - at == key.length
        && MemorySegment.mismatch(segment, at, keyEnd, MemorySegment.ofArray(key), 0, key.length)
            < 0;
  }

  Value value() {
    return ValueCodec.decode(segment, keyEnd, next - keyEnd);
  }

  /** Returns where the value that begins at {@code at} ends, no later than {@code end}. */
  private static long skip(MemorySegment segment, long at, long end) {
    int tag = byteAt(segment, at, end);
    if (tag >= SHORT_TEXT) {
      return within(at + 1 + (tag & SMALL - 1), end);
    }
    return switch (tag) {
      case REAL, TIME -> within(at + 9, end);
      case UUID_TAG -> within(at + 17, end);
      case INT -> skipVarint(segment, at + 1, end);
      case DECIMAL -> skipSized(segment, skipVarint(segment, at + 1, end), end);
      case REFERENCE -> skipVarint(segment, skipVarint(segment, at + 1, end), end);
      case BLOB -> {
        long offset = skipVarint(segment, skipVarint(segment, at + 1, end), end);
        yield within(skipVarint(segment, skipVarint(segment, offset, end), end) + 4, end);
      }
      case BIG_INT, TEXT, KEYWORD, SYMBOL, BYTES, LIST, MAP, SET, TAGGED ->
          skipSized(segment, at + 1, end);
      default -> {
        if (tag < SMALL_INT && tag > TRUE) {
          throw new StorageException("damaged value: required a tag, found " + tag);
        }
        yield at + 1;
      }
    };
  }

  private static long skipSized(MemorySegment segment, long at, long end) {
    long length = varintAt(segment, at, end);
    if (length < 0 || length > end - at) {
      throw new StorageException("damaged value: required a length within it, found " + length);
    }
    return within(skipVarint(segment, at, end) + length, end);
  }

  private static long skipVarint(MemorySegment segment, long at, long end) {
    long next = at;
    while (byteAt(segment, next, end) >= 0x80) {
      next++;
    }
    return next + 1;
  }

  private static long varintAt(MemorySegment segment, long at, long end) {
    long value = 0;
    int shift = 0;
    for (long next = at; shift < 64; next++, shift += 7) {
      int read = byteAt(segment, next, end);
      value |= (long) (read & 0x7F) << shift;
      if (read < 0x80) {
        return value;
      }
    }
    throw new StorageException("damaged value: required a varint of at most 10 bytes, found more");
  }

  private static int byteAt(MemorySegment segment, long at, long end) {
    within(at + 1, end);
    return segment.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  private static long within(long position, long end) {
    if (position > end) {
      throw new StorageException(
          "damaged value: required " + (position - end) + " more bytes, found its end");
    }
    return position;
  }
}
