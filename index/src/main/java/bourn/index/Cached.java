package bourn.index;

/** What {@link SegmentCache} keeps. */
sealed interface Cached permits Segment, ValueFilter {

  /** Returns how many bytes of memory this takes, about. */
  long sizeBytes();

  /** Marks this as read. A mark may get lost between threads. */
  void markRead();

  /** Returns whether this was read, and takes the mark away. */
  boolean wasRead();
}
