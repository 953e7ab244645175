package bourn.cli;

import bourn.Bourn;
import bourn.datalog.Query;
import bourn.datalog.QueryResult;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Edn;
import bourn.kernel.EventStream;
import bourn.kernel.StreamKind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bourn q}. */
@Command(
    name = "q",
    description = "Asks a Datalog query of the streams of a store.",
    footer = {
      "",
      "A source $name of :in is the stream of that name; $ is the one given by --stream, or the",
      "only datom stream there is. Other inputs are given by --in, in their order.",
      "",
      "  bourn q '[:find ?city . :where [?a :airport/code \"SEA\"] [?a :airport/city ?city]]'",
      "  bourn q '[:find (count ?f) . :in $flights ?from :where [$flights ?f :origin ?from]]' --in"
          + " '\"SEA\"'"
    })
final class QueryCommand implements Callable<Integer> {

  @Parameters(paramLabel = "QUERY", description = "The query, as EDN.")
  String query = "";

  @Option(names = "--stream", paramLabel = "NAME", description = "The stream that $ is.")
  @Nullable String stream;

  @Option(names = "--as-of", paramLabel = "T", description = "Ask as of this offset of $.")
  @Nullable Long asOf;

  @Option(
      names = "--in",
      paramLabel = "EDN",
      description = "An input of :in that is no source; may be given several times.")
  List<String> inputs = List.of();

  @Option(names = "--explain", description = "Show how it would be answered, not the answer.")
  boolean explain;

  @Option(
      names = "--analyze",
      description = "Answer it, and show how: with the rows and the time of each step.")
  boolean analyze;

  @Mixin StoreOption store = new StoreOption();
  @Mixin OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    Query parsed = Query.parse(query);
    if (!parsed.inputs().contains("$") && (stream != null || asOf != null)) {
      throw new UsageException(
          "--stream and --as-of are about the source $, which the query does not take; its inputs"
              + " are "
              + parsed.inputs());
    }
    try (Bourn bourn = store.openToRead()) {
      Object[] given = given(bourn, parsed).toArray();
      if (explain || analyze) {
        System.out.print(analyze ? bourn.analyze(query, given) : bourn.explain(query, given));
        return 0;
      }
      QueryResult result = bourn.query(query, given);
      result.warnings().forEach(warning -> System.err.println("warning: " + warning));
      if (output.chosen() == OutputOption.Format.edn) {
        System.out.println(result);
      } else {
        output.write(result.columns(), result, System.out);
      }
      return 0;
    }
  }

  private List<Object> given(Bourn bourn, Query parsed) {
    Iterator<String> others = inputs.iterator();
    List<Object> given = new ArrayList<>();
    for (String input : parsed.inputs()) {
      if (input.startsWith("$")) {
        given.add(source(bourn, input));
      } else if (others.hasNext()) {
        given.add(Edn.read(others.next()));
      } else {
        throw new UsageException(
            "the query takes the input " + input + "; give it with --in, as EDN");
      }
    }
    if (others.hasNext()) {
      throw new UsageException("the query takes no input for --in " + others.next());
    }
    return given;
  }

  private BoundedStream source(Bourn bourn, String name) {
    if (name.length() > 1) {
      return Streams.find(bourn, name.substring(1), query, query.indexOf(name) + 1).bound();
    }
    EventStream found =
        stream == null
            ? bourn.find(onlyDatomStream(bourn))
            : Streams.find(bourn, stream, "--stream " + stream, "--stream ".length());
    BoundedStream all = found.bound();
    if (asOf == null) {
      return all;
    }
    Bound bound = all.bound();
    long until = Math.clamp(asOf + 1, bound.from(), bound.until());
    return all.part(new Bound(bound.from(), until), CausalContext.NONE);
  }

  private static String onlyDatomStream(Bourn bourn) {
    List<String> datoms =
        bourn.streams().stream()
            .filter(descriptor -> descriptor.kind() == StreamKind.DATOM)
            .map(descriptor -> descriptor.name().text())
            .toList();
    if (datoms.size() == 1) {
      return datoms.getFirst();
    }
    throw new UsageException(
        "which stream is $? Say so with --stream NAME; there are "
            + bourn.streams().stream().map(descriptor -> descriptor.name().text()).toList());
  }
}
