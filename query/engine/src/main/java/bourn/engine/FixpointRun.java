package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Sink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One run of one fixpoint. */
final class FixpointRun {

  private final Execution execution;
  private final Guard guard;
  private final List<Member> members = new ArrayList<>();
  private final Map<Integer, Member> byId = new HashMap<>();
  private final Map<Integer, Variants.Versions> versions = new HashMap<>();

  FixpointRun(List<Plan.Relation> relations, Execution execution, Codes codes, Guard guard) {
    this.execution = execution;
    this.guard = guard;
    for (Plan.Relation relation : relations) {
      Member member = new Member(relation, new Relation(relation, codes, guard));
      members.add(member);
      byId.put(relation.id(), member);
      versions.put(relation.id(), member.versions);
    }
    Set<Integer> ids = versions.keySet();
    for (Member member : members) {
      member.additive = Recursion.additive(member.plan.step(), ids);
      member.variants =
          member.additive
              ? Variants.of(member.plan.step(), versions, execution::standsFor)
              : List.of();
    }
  }

  /**
   * Finds all facts; afterwards the relations stand for them. Within another fixpoint they change
   * from one of its rounds to the next, so they count as growing until released.
   */
  void run() {
    members.forEach(member -> execution.push(member.plan.base(), member.sink()));
    members.forEach(Member::show);
    boolean outermost = !execution.looping();
    execution.begin(versions.values());
    for (int round = 1; advance(round == 1); round++) {
      guard.round(round);
      for (Member member : members) {
        if (round == 1 || !member.additive) {
          execution.push(member.plan.step(), member.sink());
        } else {
          pushNew(member);
        }
      }
    }
    members.forEach(Member::settle);
    if (outermost) {
      execution.end(versions.values());
    }
  }

  void release() {
    execution.end(versions.values());
    for (Member member : members) {
      execution.hide(member.versions);
      member.relation.release();
    }
  }

  private void pushNew(Member member) {
    for (Variants.Variant variant : member.variants) {
      Member source = Objects.requireNonNull(byId.get(variant.relation()));
      if (source.fresh.count() > 0) {
        execution.push(variant.plan(), member.sink());
      }
    }
  }

  /** Makes what was found new, and what was new old; returns whether there is anything to do. */
  private boolean advance(boolean first) {
    boolean found = first;
    for (Member member : members) {
      found |= member.advance();
    }
    return found;
  }

  /** A relation and its three versions. */
  private final class Member {

    final Plan.Relation plan;
    final Relation relation;
    final Variants.Versions versions;
    final Relation.View all;
    final Relation.View fresh;
    final Relation.View old;
    boolean additive;
    List<Variants.Variant> variants = List.of();

    Member(Plan.Relation plan, Relation relation) {
      this.plan = plan;
      this.relation = relation;
      this.versions = new Variants.Versions(plan.id(), execution.newId(), execution.newId());
      this.all = new Relation.View(relation);
      this.fresh = new Relation.View(relation);
      this.old = new Relation.View(relation);
    }

    Sink sink() {
      return relation.sink();
    }

    void show() {
      execution.show(versions.all(), all);
      execution.show(versions.fresh(), fresh);
      execution.show(versions.old(), old);
    }

    void settle() {
      all.move(0, relation.settle());
    }

    boolean advance() {
      int until = relation.advance();
      old.move(0, all.until());
      fresh.move(all.until(), until);
      all.move(0, until);
      return fresh.count() > 0;
    }
  }
}
