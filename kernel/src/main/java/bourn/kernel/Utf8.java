package bourn.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * UTF-8 of any Java string: half of a surrogate pair, which UTF-8 proper cannot hold, is written as
 * three bytes like any other character of its size, so every string reads back as it was.
 */
final class Utf8 {

  private Utf8() {}

  static int lengthBytes(String text) {
    int length = text.length();
    int i = 0;
    while (i < length && text.charAt(i) < 0x80) {
      i++;
    }
    long bytes = i;
    for (; i < length; i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      if (isPair(text, i)) {
        bytes++;
        i++;
      }
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a string takes at most " + Integer.MAX_VALUE + " bytes, was " + bytes);
    }
    return (int) bytes;
  }

  /** Writes {@code text} to {@code out}, which has room, from {@code start} on; returns the end. */
  static int write(String text, byte[] out, int start) {
    int length = text.length();
    int at = start;
    int i = 0;
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        break;
      }
      out[at++] = (byte) c;
    }
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        out[at++] = (byte) c;
      } else if (c < 0x800) {
        out[at++] = (byte) (0xC0 | c >> 6);
        out[at++] = continuation(c);
      } else if (isPair(text, i)) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        out[at++] = (byte) (0xF0 | point >> 18);
        out[at++] = continuation(point >> 12);
        out[at++] = continuation(point >> 6);
        out[at++] = continuation(point);
      } else {
        out[at++] = (byte) (0xE0 | c >> 12);
        out[at++] = continuation(c >> 6);
        out[at++] = continuation(c);
      }
    }
    return at;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  private static boolean isPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  /** Returns the string that {@link #write} wrote as these bytes, or null when it wrote none. */
  static @Nullable String read(byte[] bytes, int start, int length) {
    String text = new String(bytes, start, length, UTF_8);
    return text.indexOf('\uFFFD') < 0 ? text : readSlowly(bytes, start, start + length);
  }

  private static @Nullable String readSlowly(byte[] bytes, int start, int end) {
    StringBuilder text = new StringBuilder(end - start);
    int at = start;
    while (at < end) {
      int first = bytes[at] & 0xFF;
      int size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
      if (size == 0 || at + size > end || first > 0xF4) {
        return null;
      }
      int point = size == 1 ? first : first & 0x7F >> size;
      for (int i = 1; i < size; i++) {
        if ((bytes[at + i] & 0xC0) != 0x80) {
          return null;
        }
        point = point << 6 | (bytes[at + i] & 0x3F);
      }
      if ((size == 3 && point < 0x800) || (size == 4 && (point < 0x10000 || point > 0x10FFFF))) {
        return null;
      }
      if (size == 3
          && Character.isLowSurrogate((char) point)
          && !text.isEmpty()
          && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
        return null;
      }
      text.appendCodePoint(point);
      at += size;
    }
    return text.toString();
  }
}
