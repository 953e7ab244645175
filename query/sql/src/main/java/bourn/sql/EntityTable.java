package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.engine.Source;
import bourn.index.Database;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entities that have an attribute of one namespace: a row an entity. */
final class EntityTable implements SqlTable {

  private static final String ID = "id";

  private final Database database;
  private final String name;
  private final List<Attribute> all;

  /** Those of one value, by column; null for the entity itself. */
  private final List<@Nullable Attribute> attributes = new ArrayList<>();

  private final List<SqlColumn> columns = new ArrayList<>();

  EntityTable(Database database, String name, List<Attribute> all) {
    this.database = database;
    this.name = name;
    this.all = all;
    attributes.add(null);
    columns.add(SqlColumn.of(ID, SqlType.BIGINT));
    for (Attribute attribute : all) {
      if (!attribute.many()) {
        attributes.add(attribute);
        columns.add(
            SqlColumn.of(column(attribute), AttributeColumn.type(database, attribute)).orNull());
      }
    }
  }

  /** An attribute called {@code id} leaves that name to the entity. */
  private static String column(Attribute attribute) {
    String local = attribute.ident().localName();
    return local.equalsIgnoreCase(ID) ? "_" + local : local;
  }

  @Override
  public List<SqlColumn> columns() {
    return columns;
  }

  @Override
  public List<Integer> keys() {
    return List.of(0);
  }

  @Override
  public SqlTable asOf(AsOf point) {
    return DatomSchema.past(database, name, point);
  }

  @Override
  public Table rows() {
    return new Rows();
  }

  private final class Rows implements Table {

    @Override
    public List<String> columns() {
      return columns.stream().map(SqlColumn::name).toList();
    }

    @Override
    public void scan(int[] wanted, List<Restriction> restrictions, Codes codes, Sink sink) {
      database.observe();
      @Nullable AttributeColumn[] facts = new @Nullable AttributeColumn[columns.size()];
      for (int column : wanted) {
        facts[column] = facts(column, codes);
      }
      for (Restriction restriction : restrictions) {
        facts[restriction.column()] = facts(restriction.column(), codes);
      }
      Merge merge = new Merge(facts, wanted, restrictions, codes);
      long[] entities = entities(facts, restrictions, codes);
      codes.meter().take((long) Long.BYTES * entities.length);
      merge.pass(entities, new RowBatches(wanted.length, codes, sink));
      codes.meter().give((long) Long.BYTES * entities.length);
      for (AttributeColumn column : facts) {
        if (column != null) {
          column.release();
        }
      }
    }

    private @Nullable AttributeColumn facts(int column, Codes codes) {
      Attribute attribute = attributes.get(column);
      return attribute == null ? null : AttributeColumn.of(database, attribute, List.of(), codes);
    }

    /** The entities that can be rows, ascending: those of a restricted attribute, or of any. */
    private long[] entities(
        @Nullable AttributeColumn[] facts, List<Restriction> restrictions, Codes codes) {
      for (Restriction restriction : restrictions) {
        AttributeColumn restricted = facts[restriction.column()];
        if (restricted != null) {
          return distinct(List.of(restricted));
        }
      }
      List<AttributeColumn> any = new ArrayList<>();
      List<AttributeColumn> more = new ArrayList<>();
      for (Attribute attribute : all) {
        int column = attributes.indexOf(attribute);
        AttributeColumn known = column < 0 ? null : facts[column];
        if (known == null) {
          more.add(AttributeColumn.of(database, attribute, List.of(), codes));
        } else {
          any.add(known);
        }
      }
      any.addAll(more);
      long[] entities = distinct(any);
      more.forEach(AttributeColumn::release);
      return entities;
    }

    private static long[] distinct(List<AttributeColumn> columns) {
      long[] entities = new long[columns.stream().mapToInt(AttributeColumn::size).sum()];
      int filled = 0;
      for (AttributeColumn column : columns) {
        for (int i = 0; i < column.size(); i++) {
          entities[filled++] = column.entity(i);
        }
      }
      Arrays.sort(entities);
      int kept = 0;
      for (int i = 0; i < filled; i++) {
        if (i == 0 || entities[i] != entities[i - 1]) {
          entities[kept++] = entities[i];
        }
      }
      return Arrays.copyOf(entities, kept);
    }

    @Override
    public long estimate(List<Restriction> restrictions) {
      long most = 0;
      for (Attribute attribute : all) {
        most =
            Math.max(
                most,
                database
                    .datoms()
                    .estimate(
                        List.of(Restriction.equal(Source.ATTRIBUTE, Value.of(attribute.id())))));
      }
      for (Restriction restriction : restrictions) {
        most = restriction.only() == null ? (most + 2) / 3 : (most + 9) / 10;
      }
      return most;
    }
  }

  /** Walks columns sorted by entity side by side. */
  private static final class Merge {

    private final @Nullable AttributeColumn[] facts;
    private final int[] wanted;
    private final List<Restriction> restrictions;
    private final Codes codes;
    private final int[] places;

    Merge(
        @Nullable AttributeColumn[] facts,
        int[] wanted,
        List<Restriction> restrictions,
        Codes codes) {
      this.facts = facts;
      this.wanted = wanted;
      this.restrictions = restrictions;
      this.codes = codes;
      this.places = new int[facts.length];
    }

    void pass(long[] entities, RowBatches batches) {
      for (long entity : entities) {
        advance(entity);
        if (admitted(entity)) {
          for (int c = 0; c < wanted.length; c++) {
            set(batches, c, entity);
          }
          if (!batches.next()) {
            return;
          }
        }
      }
      batches.finish();
    }

    private void advance(long entity) {
      for (int c = 0; c < facts.length; c++) {
        AttributeColumn column = facts[c];
        if (column != null) {
          while (places[c] < column.size() && column.entity(places[c]) < entity) {
            places[c]++;
          }
        }
      }
    }

    private boolean admitted(long entity) {
      for (Restriction restriction : restrictions) {
        AttributeColumn column = facts[restriction.column()];
        int place = places[restriction.column()];
        Value value =
            column == null
                ? Value.of(entity)
                : has(column, place, entity)
                    ? codes.value(Kind.of(column.kind(place)), column.word(place))
                    : Value.Nil.NIL;
        if (value instanceof Value.Nil || !restriction.admits(value)) {
          return false;
        }
      }
      return true;
    }

    private static boolean has(AttributeColumn column, int place, long entity) {
      return place < column.size() && column.entity(place) == entity;
    }

    private void set(RowBatches batches, int out, long entity) {
      AttributeColumn column = facts[wanted[out]];
      int place = places[wanted[out]];
      if (column == null) {
        batches.set(out, Kind.INT.tag(), entity);
      } else if (has(column, place, entity)) {
        batches.set(out, column.kind(place), column.word(place));
      } else {
        batches.set(out, Kind.NULL.tag(), 0);
      }
    }
  }
}
