package bourn.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Batches to a stream, beside batches to a Kafka broker by Kafka's own measuring producer. */
final class AppendKafka implements Bench {

  private static final int RECORDS = 5_000_000;
  private static final Pattern RATE =
      Pattern.compile(RECORDS + " records sent, ([0-9.]+) records/sec.*");
  private static final String PEER = "kafka 4.3.0 broker, acks=all";

  @Override
  public String name() {
    return "append-kafka";
  }

  @Override
  public String what() {
    return "5,000,000 records of 100 bytes in batches; the peer a broker and its perf producer";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Records records = new Records(100, 1_000);
    Contender contender = new Contender("ours", Ours::append);
    contender.nanos(scratch, records, RECORDS / 1_000);
    double ours = RECORDS * 1e3 / contender.nanos(scratch, records, RECORDS / 1_000);
    double theirs = kafka(scratch.resolve("kafka"));
    return List.of(new Figure(name(), "M records/s", false, ours, PEER, theirs));
  }

  private static double kafka(Path folder) throws Exception {
    int port = freePort();
    Path properties = configure(folder, port, freePort());
    Child.run(
        Child.of(
            List.of(),
            "kafka.tools.StorageTool",
            "format",
            "--standalone",
            "-t",
            "MkU3OEVBNTcwNTJENDM2Qk",
            "-c",
            properties.toString()));
    Process broker =
        Child.of(List.of("-Xmx1g"), "kafka.Kafka", properties.toString())
            .redirectOutput(folder.resolve("broker.txt").toFile())
            .start();
    try {
      produce(port, RECORDS / 5);
      return produce(port, RECORDS);
    } finally {
      broker.destroy();
      broker.waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Path configure(Path folder, int port, int controllerPort) throws IOException {
    Files.createDirectories(folder);
    return Files.write(
        folder.resolve("server.properties"),
        List.of(
            "process.roles=broker,controller",
            "node.id=1",
            "listeners=PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort,
            "advertised.listeners=PLAINTEXT://localhost:" + port,
            "controller.listener.names=CONTROLLER",
            "controller.quorum.bootstrap.servers=localhost:" + controllerPort,
            "offsets.topic.replication.factor=1",
            "log.dirs=" + folder.resolve("logs")));
  }

  /** Returns millions of records a second. */
  private static double produce(int port, int records) throws Exception {
    Process producer =
        Child.of(
                List.of("-Xmx1g"),
                "org.apache.kafka.tools.ProducerPerformance",
                "--topic",
                "records",
                "--num-records",
                Integer.toString(records),
                "--record-size",
                "100",
                "--throughput",
                "-1",
                "--producer-props",
                "bootstrap.servers=localhost:" + port,
                "acks=all",
                "batch.size=131072",
                "linger.ms=5")
            .start();
    double rate = 0;
    try (BufferedReader out = producer.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher matcher = RATE.matcher(line);
        rate = matcher.matches() ? Double.parseDouble(matcher.group(1)) / 1e6 : rate;
      }
    }
    if (producer.waitFor() != 0 || (records == RECORDS && rate == 0)) {
      throw new IOException("Kafka's producer measured nothing");
    }
    return rate;
  }
}
