package bourn.sql;

import bourn.datalog.Datalog;
import bourn.datalog.EmbeddedQuery;
import bourn.datalog.EmbeddedQuery.Holds;
import bourn.datalog.Query;
import bourn.datoms.Attribute;
import bourn.engine.QueryException;
import bourn.engine.Source;
import bourn.index.Database;
import bourn.kernel.BoundedStream;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Makes tables of {@code TABLE(DATALOG('[:find ...]', inputs ...))}. A source {@code $name} of the
 * query is the stream of that name, at the cut of the statement, and {@code $} the only datom
 * stream there is; other inputs follow the query, in their order.
 */
final class DatalogCalls {

  private static final String NAME = "DATALOG";

  private final String sql;
  private final SqlCatalog catalog;
  private final CatalogSchema root;
  private final Statement statement;
  private final Inference inference = new Inference();

  DatalogCalls(String sql, SqlCatalog catalog, CatalogSchema root, Statement statement) {
    this.sql = sql;
    this.catalog = catalog;
    this.root = root;
    this.statement = statement;
  }

  /** Returns the name of the table that {@code node} calls for, or null if it is no such call. */
  @Nullable SqlIdentifier table(SqlNode node) {
    SqlNode called =
        node.getKind() == SqlKind.COLLECTION_TABLE ? ((SqlCall) node).operand(0) : null;
    if (!(called instanceof SqlCall call) || !call.getOperator().getName().equalsIgnoreCase(NAME)) {
      return null;
    }
    return new SqlIdentifier(root.add(table(call)), call.getParserPosition());
  }

  private DatalogTable table(SqlCall call) {
    List<SqlNode> operands = call.getOperandList();
    if (operands.isEmpty()
        || !(NodeValues.of(operands.getFirst()) instanceof Value.Text(String text))) {
      throw wrong(call, "DATALOG takes a query first, as a string", "as DATALOG('[:find ...]')");
    }
    Query query = Query.parse(text);
    EmbeddedQuery embedded =
        Datalog.embedded(query, inputs(query, call), statement.guard(), statement::newId);
    statement.passing();
    return new DatalogTable(statement.newId(), embedded, columns(embedded));
  }

  private List<Object> inputs(Query query, SqlCall call) {
    List<SqlNode> operands = call.getOperandList();
    Iterator<SqlNode> given = operands.subList(1, operands.size()).iterator();
    List<Object> inputs = new ArrayList<>();
    for (String input : query.inputs()) {
      if (input.startsWith("$")) {
        inputs.add(source(input, call));
      } else if (given.hasNext()) {
        inputs.add(value(given.next()));
      } else {
        throw wrong(call, "the query takes the input " + input, "inputs follow the query");
      }
    }
    if (given.hasNext()) {
      throw wrong(
          given.next(), "the query takes no input for this", "its :in is " + query.inputs());
    }
    return inputs;
  }

  private Value value(SqlNode node) {
    Value value = NodeValues.of(node);
    if (value == null) {
      throw wrong(node, "an input of DATALOG is a literal or a parameter (?), found " + node, null);
    }
    return value;
  }

  private Source source(String name, SqlCall call) {
    String stream = name.length() > 1 ? name.substring(1) : onlyDatoms(call);
    Source source = catalog.source(stream);
    if (source == null) {
      Set<String> known = new TreeSet<>(catalog.schemas());
      known.addAll(catalog.tables(null));
      throw wrong(
          call, "there is no stream " + stream + " for the source " + name, "streams: " + known);
    }
    return source;
  }

  private String onlyDatoms(SqlCall call) {
    Collection<String> schemas = catalog.schemas();
    if (schemas.size() != 1) {
      throw wrong(
          call,
          "the source $ is the only datom stream, and there are " + new TreeSet<>(schemas),
          "name one, as in :in $people :where [$people ?e :name ?n]");
    }
    return schemas.iterator().next();
  }

  private QueryException wrong(SqlNode node, String message, @Nullable String hint) {
    return SqlErrors.at("datalog", message, sql, node.getParserPosition(), hint);
  }

  private List<SqlColumn> columns(EmbeddedQuery embedded) {
    List<SqlColumn> columns = new ArrayList<>();
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (EmbeddedQuery.Column column : embedded.columns()) {
      String name = column.name();
      for (int n = 1; !taken.add(name); n++) {
        name = column.name() + n;
      }
      columns.add(SqlColumn.of(name, type(column.holds())).orNull());
    }
    return columns;
  }

  private SqlType type(Holds holds) {
    return switch (holds) {
      case Holds.Whole whole -> SqlType.BIGINT;
      case Holds.Real real -> SqlType.DOUBLE;
      case Holds.Anything anything -> SqlType.ANY;
      case Holds.Entities(Source source) ->
          source.behind() instanceof Source.Behind.Facts ? SqlType.BIGINT : SqlType.ANY;
      case Holds.Values(Source source, Keyword attribute) -> type(source, attribute);
    };
  }

  private SqlType type(Source source, Keyword ident) {
    return switch (source.behind()) {
      case Source.Behind.Facts(Database database) -> {
        Attribute attribute = database.attribute(ident);
        yield attribute == null ? SqlType.ANY : AttributeColumn.type(database, attribute);
      }
      case Source.Behind.Events(BoundedStream bounded) -> {
        SqlType type = inference.keys(bounded).get(ident);
        yield type == null ? ofEvent(ident) : type;
      }
      case Source.Behind.Rows(BoundedStream bounded, var columns) ->
          columns.type().fields().stream()
              .filter(field -> field.key().equals(ident))
              .findFirst()
              .map(TypedSqlTable::type)
              .map(DatalogCalls::wide)
              .orElse(ofEvent(ident));
      case null -> SqlType.ANY;
    };
  }

  /** What is computed of small numbers need not be small. */
  private static SqlType wide(SqlType type) {
    return switch (type) {
      case TINYINT, SMALLINT, INTEGER -> SqlType.BIGINT;
      case REAL -> SqlType.DOUBLE;
      default -> type;
    };
  }

  private static SqlType ofEvent(Keyword ident) {
    return switch (ident.toString()) {
      case ":event/offset", ":event/origin" -> SqlType.BIGINT;
      case ":event/time" -> SqlType.TIMESTAMP;
      default -> SqlType.ANY;
    };
  }
}
