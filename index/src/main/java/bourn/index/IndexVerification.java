package bourn.index;

import bourn.datoms.Attribute;
import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.Fact;
import bourn.datoms.Facts;
import bourn.datoms.Meta;
import bourn.datoms.Schema;
import bourn.datoms.Transaction;
import bourn.kernel.EventStream;
import bourn.kernel.Keyword;
import bourn.kernel.ProgressListener;
import bourn.kernel.StorageException;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares an index with its log. Confined to one thread, and used once. */
final class IndexVerification {

  /*
   * The log says of each fact when it began and when it ended, so that what holds at some time is a
   * sum over the log: each assertion adds a fact, each retraction takes one away. Sums of hashes, in
   * buckets, need no memory for the facts, and are compared with those of what the index answers.
   * Only where they differ are facts gathered, from the log once more, to say which.
   *
   * Attributes without history forget at their own pace, so that only what holds of them is compared.
   *
   * Segments are read from the store, past the cache, and compared with what their list says of
   * them, as scans trust the list, and with their filters, as transactions trust these. A list with
   * a segment that cannot be read is not scanned.
   */

  private static final int MOST_FINDINGS = 5;
  private static final int MOST_VALUE_LENGTH = 200;
  private static final long MOST_GATHERED = 1 << 18;

  private final EventStream stream;
  private final Snapshot snapshot;
  private final IndexStore store;
  private final ProgressListener progress;
  private final List<View> views = new ArrayList<>();
  private final Map<Long, List<Fact>> described = new TreeMap<>();
  private final Set<Long> forgetful = new HashSet<>();
  private final List<String> findings = new ArrayList<>();
  private final Set<Order> unreadableCurrent = EnumSet.noneOf(Order.class);
  private final Set<Order> unreadableHistory = EnumSet.noneOf(Order.class);
  private long nextEntity = EntityIds.FIRST_USER;
  private long nextAttribute = EntityIds.FIRST_ATTRIBUTE;
  private Map<Long, Keyword> idents = Map.of();

  /** What is seen at some time, with the sum of it by the log. */
  private record View(String name, long until, boolean history, Fingerprint byLog) {

    Window window() {
      return new Window(EntityIds.TRANSACTION, EntityIds.transaction(until), history);
    }

    /** Passes what {@code transaction} changes of this, with 1 or -1. */
    void change(Transaction transaction, Changes changes) {
      long t = transaction.t();
      if (t >= until) {
        return;
      }
      Facts asserted = transaction.asserted();
      for (int i = 0; i < asserted.count(); i++) {
        changes.accept(datom(asserted, i, t, true), 1);
      }
      Facts retracted = transaction.retracted();
      for (int i = 0; i < retracted.count(); i++) {
        if (history) {
          changes.accept(datom(retracted, i, t, false), 1);
        } else {
          changes.accept(datom(retracted, i, retracted.since(i), true), -1);
        }
      }
    }

    private static Datom datom(Facts facts, int i, long t, boolean added) {
      return new Datom(
          facts.entity(i),
          facts.attribute(i),
          facts.value(i),
          t,
          added,
          added ? facts.meta(i) : Meta.NONE);
    }
  }

  /** Takes a datom that is there once more, or once less. */
  @FunctionalInterface
  private interface Changes {
    void accept(Datom datom, int times);
  }

  /**
   * Prepares a verification.
   *
   * @param pinned the index after some transaction, which stays pinned
   * @param store where its segments lie
   */
  IndexVerification(
      EventStream stream, Snapshot pinned, IndexStore store, ProgressListener progress) {
    this.stream = stream;
    this.store = store;
    Base base = pinned.base().unloaded();
    this.snapshot = new Snapshot(store::read, base, pinned.novelty(), pinned.state());
    this.progress = progress;
    long until = pinned.until();
    view("current", until, false);
    view("history", until, true);
    for (long t : new long[] {until / 3, until * 2 / 3}) {
      if (0 < t && t < until) {
        view("as of " + (t - 1), t, false);
      }
    }
  }

  private void view(String name, long until, boolean history) {
    views.add(new View(name, until, history, new Fingerprint()));
  }

  IndexReport report() {
    findForgetful();
    foldLog();
    compareState();
    for (Order order : Order.values()) {
      readLists(order);
    }
    long facts = views.getFirst().byLog().count();
    for (Order order : Order.values()) {
      progress.begin(order.name(), facts * views.size());
      for (View view : views) {
        compare(order, view);
      }
    }
    return new IndexReport(snapshot.until(), facts, findings);
  }

  /** Finds the attributes whose past is not kept, or was not for a time. */
  private void findForgetful() {
    TransactionLog.read(
        stream,
        0,
        snapshot.until(),
        transaction -> {
          Facts asserted = transaction.asserted();
          for (int i = 0; i < asserted.count(); i++) {
            if (asserted.attribute(i) == BuiltIn.NO_HISTORY
                && asserted.value(i).equals(Value.of(true))) {
              forgetful.add(asserted.entity(i));
            }
          }
        });
  }

  /** Returns whether the index is to have {@code datom} in {@code view}, if the log has. */
  private boolean isKept(View view, Datom datom) {
    return !usesHistory(view) || !forgetful.contains(datom.attribute());
  }

  private boolean usesHistory(View view) {
    return view.history() || view.until() != snapshot.until();
  }

  private void foldLog() {
    progress.begin("transactions of " + stream.descriptor().name(), snapshot.until());
    TransactionLog.read(
        stream,
        0,
        snapshot.until(),
        transaction -> {
          for (View view : views) {
            view.change(
                transaction,
                (datom, times) -> {
                  if (isKept(view, datom)) {
                    view.byLog().add(datom, times);
                  }
                });
          }
          describe(transaction);
          nextEntity = transaction.nextEntity();
          nextAttribute = transaction.nextAttribute();
          progress.step(1);
        });
  }

  /** Keeps the facts that say what attributes are. */
  private void describe(Transaction transaction) {
    Facts retracted = transaction.retracted();
    for (int i = 0; i < retracted.count(); i++) {
      if (Schema.describes(retracted.attribute(i))) {
        facts(retracted.entity(i)).remove(fact(retracted, i));
      }
    }
    Facts asserted = transaction.asserted();
    for (int i = 0; i < asserted.count(); i++) {
      if (Schema.describes(asserted.attribute(i))) {
        facts(asserted.entity(i)).add(fact(asserted, i));
      }
    }
  }

  private List<Fact> facts(long entity) {
    return described.computeIfAbsent(entity, any -> new ArrayList<>());
  }

  private static Fact fact(Facts facts, int i) {
    return new Fact(
        facts.entity(i), facts.attribute(i), facts.value(i), facts.since(i), facts.meta(i));
  }

  private void compareState() {
    Set<Attribute> byLog = new HashSet<>(Schema.INITIAL.attributes());
    described.forEach(
        (entity, facts) -> {
          Attribute attribute = Schema.describe(entity, facts);
          if (attribute != null) {
            byLog.add(attribute);
          }
        });
    idents = new HashMap<>();
    byLog.forEach(attribute -> idents.put(attribute.id(), attribute.ident()));
    Set<Attribute> byIndex = new HashSet<>(snapshot.schema().attributes());
    byLog.stream()
        .filter(attribute -> !byIndex.contains(attribute))
        .forEach(attribute -> findings.add("the schema lacks " + attribute));
    byIndex.stream()
        .filter(attribute -> !byLog.contains(attribute))
        .forEach(attribute -> findings.add("the schema has, and the log has not, " + attribute));
    compareState("next entity", nextEntity, snapshot.state().nextEntity());
    compareState("next attribute", nextAttribute, snapshot.state().nextAttribute());
  }

  private void compareState(String what, long byLog, long byIndex) {
    if (byLog != byIndex) {
      findings.add(
          "the " + what + " is " + byLog + " by the log, and " + byIndex + " in the index");
    }
  }

  private void readLists(Order order) {
    if (!isReadable(order, snapshot.base().current(order), "current")) {
      unreadableCurrent.add(order);
    }
    if (!isReadable(order, snapshot.base().history(order), "history")) {
      unreadableHistory.add(order);
    }
  }

  /** Reads all segments of a list; returns whether all could be. */
  private boolean isReadable(Order order, SegmentList list, String name) {
    boolean readable = true;
    int told = findings.size() + MOST_FINDINGS;
    for (int i = 0; i < list.size() && findings.size() < told; i++) {
      String place =
          order
              + ", "
              + name
              + ", segment "
              + list.id(i)
              + " ("
              + list.count(i)
              + " facts from "
              + text(datom(list.firsts(), i))
              + ")";
      try {
        Segment segment = store.read(list.id(i));
        String difference = difference(order, list, i, segment);
        if (difference != null) {
          findings.add(place + " " + difference);
        }
        compareFilter(place, segment, list.id(i));
      } catch (StorageException damaged) {
        readable = false;
        findings.add(place + " cannot be read: " + damaged.getMessage());
      } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
        readable = false;
        findings.add(place + " cannot be decoded: " + e);
      }
    }
    return readable;
  }

  /** Compares a segment with its filter, if it has one. */
  private void compareFilter(String place, Segment segment, long id) {
    ValueFilter filter = store.readFilter(id);
    for (int row = 0; filter != null && row < segment.count(); row++) {
      if (!filter.mayHave(segment.value(row))) {
        findings.add(place + " has a filter that lacks " + text(datom(segment, row)));
        return;
      }
    }
  }

  /** Returns in what a segment differs from what its list says of it, or null. */
  private static @Nullable String difference(
      Order order, SegmentList list, int i, Segment segment) {
    if (segment.count() != list.count(i)) {
      return "holds " + segment.count() + " facts";
    }
    if (segment.count() == 0 || Keys.compare(order, list.firsts(), i, segment, 0) != 0) {
      return "does not begin with that fact";
    }
    if (segment.leastAdded() != list.leastAdded(i)
        || segment.greatestAdded() != list.greatestAdded(i)
        || segment.greatestRetracted() != list.greatestRetracted(i)) {
      return "holds facts of other transactions than its list says";
    }
    return null;
  }

  private void compare(Order order, View view) {
    if (unreadableCurrent.contains(order)
        || (usesHistory(view) && unreadableHistory.contains(order))) {
      findings.add(place(order, view) + " is not compared, as a segment cannot be read");
      return;
    }
    Fingerprint byIndex = new Fingerprint();
    Ascent ascent = new Ascent(order);
    scan(
        order,
        view,
        datom -> {
          if (isKept(view, datom)) {
            byIndex.add(datom, 1);
          }
          ascent.step(datom);
          progress.step(1);
        });
    if (ascent.broken != null) {
      findings.add(place(order, view) + " is out of order: " + ascent.broken);
    }
    BitSet differences = view.byLog().differences(byIndex);
    if (!differences.isEmpty()) {
      tell(order, view, byIndex, differences);
    }
  }

  /** Passes what the index answers, in its order. */
  private void scan(Order order, View view, Consumer<Datom> out) {
    Window window = view.window();
    List<Datom> seen = new ArrayList<>(2);
    boolean _ =
        snapshot.scan(
            Range.all(order),
            window,
            (segment, from, until) -> {
              for (int row = from; row < until; row++) {
                DatomWalk.add(window, segment, row, seen);
                seen.forEach(out);
                seen.clear();
              }
              return true;
            });
  }

  /** Notices the first datom that comes before the one before it. */
  private final class Ascent {

    private final Comparator<Datom> comparator;
    private @Nullable Datom last;
    private @Nullable String broken;

    Ascent(Order order) {
      comparator = comparator(order);
    }

    void step(Datom datom) {
      if (last != null && broken == null && comparator.compare(last, datom) > 0) {
        broken = text(last) + " stands before " + text(datom);
      }
      last = datom;
    }
  }

  private static Comparator<Datom> comparator(Order order) {
    Comparator<Datom> byEntity = Comparator.comparingLong(Datom::entity);
    Comparator<Datom> byAttribute = Comparator.comparingLong(Datom::attribute);
    Comparator<Datom> byValue = Comparator.comparing(Datom::value);
    return switch (order) {
      case EAVT -> byEntity.thenComparing(byAttribute).thenComparing(byValue);
      case AEVT -> byAttribute.thenComparing(byEntity).thenComparing(byValue);
      case AVET -> byAttribute.thenComparing(byValue).thenComparing(byEntity);
    };
  }

  /** Says which datoms make the difference, the first of those that are looked at. */
  private void tell(Order order, View view, Fingerprint byIndex, BitSet differences) {
    BitSet buckets = few(differences, view.byLog(), byIndex);
    Map<Datom, Integer> counts = new HashMap<>();
    Changes gather =
        (datom, times) -> {
          if (isKept(view, datom) && buckets.get(Fingerprint.bucket(datom))) {
            counts.merge(datom, times, (one, other) -> one + other == 0 ? null : one + other);
          }
        };
    TransactionLog.read(
        stream, 0, snapshot.until(), transaction -> view.change(transaction, gather));
    scan(order, view, datom -> gather.accept(datom, -1));
    List<Datom> differing =
        counts.keySet().stream().sorted(comparator(order).thenComparingLong(Datom::t)).toList();
    for (Datom datom : differing.subList(0, Math.min(MOST_FINDINGS, differing.size()))) {
      findings.add(
          place(order, view)
              + (counts.getOrDefault(datom, 0) > 0 ? " lacks " : " has, and the log has not, ")
              + text(datom));
    }
    if (differing.size() > MOST_FINDINGS || !buckets.equals(differences)) {
      findings.add(
          place(order, view)
              + " differs in more; "
              + view.byLog().count()
              + " datoms by the log, "
              + byIndex.count()
              + " in the index");
    }
  }

  /** Returns as many of {@code buckets} as can be gathered, one at least. */
  private static BitSet few(BitSet buckets, Fingerprint byLog, Fingerprint byIndex) {
    BitSet few = new BitSet();
    long gathered = 0;
    for (int bucket = buckets.nextSetBit(0); bucket >= 0; bucket = buckets.nextSetBit(bucket + 1)) {
      gathered += Math.max(byLog.count(bucket), byIndex.count(bucket));
      if (!few.isEmpty() && gathered > MOST_GATHERED) {
        break;
      }
      few.set(bucket);
    }
    return few;
  }

  private static String place(Order order, View view) {
    return order + ", " + view.name() + ",";
  }

  private static Datom datom(Segment segment, int row) {
    return new Datom(
        segment.entities()[row],
        segment.attributes()[row],
        segment.value(row),
        EntityIds.offset(segment.added()[row]),
        true,
        segment.meta(row));
  }

  /** Returns {@code datom} as {@code [entity attribute value t operation]}. */
  private String text(Datom datom) {
    Keyword ident = idents.get(datom.attribute());
    String value = datom.value().toString();
    return "["
        + datom.entity()
        + " "
        + (ident == null ? datom.attribute() : ident)
        + " "
        + (value.length() <= MOST_VALUE_LENGTH
            ? value
            : value.substring(0, MOST_VALUE_LENGTH) + "...")
        + " "
        + datom.t()
        + (!datom.added() ? " :retracted" : Meta.derived(datom.meta()) ? " :derived" : " :asserted")
        + (Meta.entity(datom.meta()) == 0 ? "]" : " by " + Meta.entity(datom.meta()) + "]");
  }
}
