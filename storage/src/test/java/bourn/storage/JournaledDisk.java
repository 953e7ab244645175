package bourn.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a journaled folder a loss of power may leave. Only what POSIX promises is kept for sure:
 * the content of a file once the file is synced, and its name once its folder is.
 */
final class JournaledDisk {

  /*
   * A file is its durable bytes and the changes since. A sync covers the changes there were when it
   * began, once it has ended. Of what is not covered each sector may or may not be on the disk, and
   * the file may be as long as it was made without holding what was written.
   *
   * Names are changed in an order. File systems keep a beginning of it, all in all or folder by
   * folder. Any part at all, as long as each change finds what it changes, is what is kept of the
   * folders given as strict: no file system is known to do that, but none promises not to.
   */

  private static final int[] SECTOR_BYTES = {512, 4096};

  private final Path root;
  private final Set<Path> strict;
  private final Map<Long, Node> nodes = new HashMap<>();
  private final Map<Path, Node> names = new TreeMap<>();
  private final Map<Path, Node> durableNames = new TreeMap<>();
  private final List<Renaming> renamings = new ArrayList<>();
  private final Map<Long, Integer> begunRenamings = new HashMap<>();

  /** A file or folder. */
  private static final class Node {
    private final boolean folder;
    private byte[] durable = new byte[0];
    private List<Change> changes = new ArrayList<>();
    private final Map<Long, Integer> begun = new HashMap<>();

    Node(boolean folder) {
      this.folder = folder;
    }
  }

  /** Bytes written at a position, or, without bytes, a new size. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares changes
  private record Change(long at, byte @Nullable [] bytes) {
    long end() {
      return at + (bytes == null ? 0 : bytes.length);
    }
  }

  /** A change of names: {@code from} goes unless it is null, {@code to} comes unless it is. */
  private record Renaming(@Nullable Path from, @Nullable Path to, Node node) {

    boolean isIn(Path folder) {
      return isIn(from, folder) || isIn(to, folder);
    }

    private static boolean isIn(@Nullable Path file, Path folder) {
      return file != null && folder.equals(file.getParent());
    }

    void apply(Map<Path, Node> names) {
      if (from != null && names.get(from) != node) {
        return;
      }
      if (from != null) {
        names.remove(from);
      }
      if (to != null) {
        names.put(to, node);
      }
    }
  }

  /** An empty folder {@code root}, to be journaled with these strict folders below it. */
  JournaledDisk(Path root, Set<Path> strict) {
    this.root = root;
    this.strict = strict;
  }

  /** Does what {@code entry} says. */
  void take(DiskJournal.Entry entry) {
    switch (entry.operation()) {
      case CREATE -> make(entry, false);
      case MKDIR -> make(entry, true);
      case WRITE -> change(entry.a(), new Change(entry.b(), entry.one()));
      case TRUNCATE -> change(entry.a(), new Change(entry.b(), null));
      case BEGIN_SYNC -> beginSync(node(entry.a()), entry.b());
      case END_SYNC -> endSync(node(entry.a()), entry.b());
      case RENAME -> rename(entry.path(), entry.otherPath(), named(entry.path()));
      case LINK -> rename(null, entry.otherPath(), named(entry.path()));
      case UNLINK, RMDIR -> rename(entry.path(), null, named(entry.path()));
    }
  }

  private void make(DiskJournal.Entry entry, boolean folder) {
    Node made = new Node(folder);
    nodes.put(entry.a(), made);
    if (entry.path().equals(root)) {
      names.put(root, made);
      durableNames.put(root, made);
    } else {
      rename(null, entry.path(), made);
    }
  }

  private Node node(long inode) {
    return Objects.requireNonNull(nodes.get(inode));
  }

  private Node named(Path path) {
    return Objects.requireNonNull(names.get(path), path::toString);
  }

  private void rename(@Nullable Path from, @Nullable Path to, Node node) {
    Renaming renaming = new Renaming(from, to, node);
    renaming.apply(names);
    renamings.add(renaming);
  }

  private void change(long inode, Change change) {
    node(inode).changes.add(change);
  }

  private void beginSync(Node node, long sync) {
    node.begun.put(sync, node.changes.size());
    begunRenamings.put(sync, renamings.size());
  }

  private void endSync(Node node, long sync) {
    int covered = Objects.requireNonNull(node.begun.remove(sync));
    int coveredNames = Objects.requireNonNull(begunRenamings.remove(sync));
    if (node.folder) {
      names.entrySet().stream()
          .filter(named -> named.getValue() == node)
          .findFirst()
          .ifPresent(named -> endSync(named.getKey(), coveredNames));
      return;
    }
    for (Change change : node.changes.subList(0, covered)) {
      node.durable = after(node.durable, change);
    }
    node.changes = new ArrayList<>(node.changes.subList(covered, node.changes.size()));
    node.begun.replaceAll((other, count) -> Math.max(0, count - covered));
  }

  private void endSync(Path folder, int covered) {
    List<Renaming> left = new ArrayList<>();
    int[] removedBefore = new int[renamings.size() + 1];
    for (int i = 0; i < renamings.size(); i++) {
      Renaming renaming = renamings.get(i);
      boolean durable = i < covered && renaming.isIn(folder);
      if (durable) {
        renaming.apply(durableNames);
      } else {
        left.add(renaming);
      }
      removedBefore[i + 1] = removedBefore[i] + (durable ? 1 : 0);
    }
    begunRenamings.replaceAll((sync, count) -> count - removedBefore[count]);
    renamings.clear();
    renamings.addAll(left);
  }

  private static byte[] after(byte[] before, Change change) {
    byte[] bytes = change.bytes();
    return bytes == null
        ? Arrays.copyOf(before, (int) change.at())
        : with(before, change.at(), bytes, 0, bytes.length);
  }

  /** Returns {@code left}, or a longer copy, with a part of {@code bytes} at {@code at}. */
  private static byte[] with(byte[] left, long at, byte[] bytes, int from, int length) {
    int end = (int) at + length;
    byte[] grown = end > left.length ? Arrays.copyOf(left, end) : left;
    System.arraycopy(bytes, from, grown, (int) at, length);
    return grown;
  }

  /** Writes below {@code copy}, which is not there, one of the states that may be left. */
  void strike(Path copy, SplittableRandom random) throws IOException {
    Files.createDirectory(copy);
    double kept = random.nextInt(4) / 3.0;
    int sectorBytes = SECTOR_BYTES[random.nextInt(SECTOR_BYTES.length)];
    for (Map.Entry<Path, Node> named : namesLeft(random).entrySet()) {
      Path path = copy.resolve(root.relativize(named.getKey()));
      if (named.getKey().equals(root) || !Files.isDirectory(path.getParent())) {
        continue;
      }
      if (named.getValue().folder) {
        Files.createDirectory(path);
      } else {
        Files.write(path, contentLeft(named.getValue(), random, kept, sectorBytes));
      }
    }
  }

  private Map<Path, Node> namesLeft(SplittableRandom random) {
    Map<Path, Node> left = new TreeMap<>(durableNames);
    boolean allInOrder = random.nextBoolean();
    int beginning = random.nextInt(renamings.size() + 1);
    double kept = random.nextInt(1, 4) / 4.0;
    for (int i = 0; i < renamings.size(); i++) {
      Renaming renaming = renamings.get(i);
      boolean inOrder = allInOrder || strict.stream().noneMatch(renaming::isIn);
      if (inOrder ? i < beginning : random.nextDouble() < kept) {
        renaming.apply(left);
      }
    }
    return left;
  }

  private static byte[] contentLeft(
      Node file, SplittableRandom random, double kept, int sectorBytes) {
    byte[] left = file.durable.clone();
    boolean longer = random.nextBoolean();
    for (Change change : file.changes) {
      byte[] bytes = change.bytes();
      if (bytes == null) {
        left = random.nextDouble() < kept ? Arrays.copyOf(left, (int) change.at()) : left;
        continue;
      }
      if (longer && change.end() > left.length) {
        left = Arrays.copyOf(left, (int) change.end());
      }
      for (int from = 0; from < bytes.length; ) {
        long at = change.at() + from;
        int length = (int) Math.min(bytes.length - from, sectorBytes - at % sectorBytes);
        if (random.nextDouble() < kept) {
          left = with(left, at, bytes, from, length);
        }
        from += length;
      }
    }
    return left;
  }
}
