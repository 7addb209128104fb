package io.tidemark.local;

import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * The service with an example's definitions on a shared stack, under a name of its own that starts
 * its topics and is its namespace in Redis.
 */
final class ExampleService implements AutoCloseable {
  private static final Path EXAMPLES = BuiltFiles.repository().resolve("load-tests/examples");
  private static final Path DATA = BuiltFiles.repository().resolve("../shared/data").normalize();
  private static final Pattern COUNTER =
      Pattern.compile("tidemark_(\\w+)_total\\{(.*)} ([0-9.E]+)");

  private final Stack stack;
  private final Namespace names;
  private final ServiceProcess service;
  private final HttpClient http = HttpClient.newHttpClient();

  ExampleService(Stack stack, String name) {
    this.stack = stack;
    this.names = new Namespace(name);
    this.service = names.service(stack);
  }

  /** A file of real data, which lies beside the repository or nowhere. */
  static Path data(String file) {
    return DATA.resolve(file);
  }

  static String example(String file) {
    return EXAMPLES.resolve(file).toString();
  }

  /** Starts it with definitions whose topics and namespace are moved under the name. */
  ExampleService start(String definitions, UnaryOperator<String> edit, Path folder)
      throws IOException {
    String own = names.of(Files.readString(EXAMPLES.resolve(definitions)));
    service.start(Files.writeString(folder.resolve(definitions), edit.apply(own)));
    return this;
  }

  ExampleService register(String topic, String schema) throws IOException {
    Map<String, String> settings = Map.of("schema.registry.url", stack.registryUrl());
    try (SchemaRegistry registry = SchemaRegistries.connect(settings)) {
      registry.register(
          names.subject(topic), new Schema.Parser().parse(EXAMPLES.resolve(schema).toFile()));
    }
    return this;
  }

  void replay(String mapping, String topic, Path file) {
    service.command(
        "replay", List.of("--mapping", example(mapping), "--topic", topic(topic), file.toString()));
  }

  void command(String command, String... arguments) {
    service.command(command, List.of(arguments));
  }

  Path log() {
    return service.log();
  }

  String topic(String topic) {
    return names.topic(topic);
  }

  Map<String, String> stored(StoredFeatures features, String entity, String key) {
    return features.read(names.name(), entity, key);
  }

  /**
   * A counter by the value of one of its tags.
   *
   * @param meter its name without prefix and suffix
   */
  Map<String, Integer> counts(String meter, String tag) {
    Map<String, Integer> counts = new TreeMap<>();
    Matcher lines = COUNTER.matcher(metrics());
    while (lines.find()) {
      Matcher value = Pattern.compile(tag + "=\"(\\w*)\"").matcher(lines.group(2));
      if (lines.group(1).equals(meter) && value.find()) {
        counts.merge(value.group(1), (int) Double.parseDouble(lines.group(3)), Integer::sum);
      }
    }
    return counts;
  }

  /** The scrape, after checking that the service is still alive. */
  String metrics() {
    service.requireAlive();
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url("/metrics"))).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new StackException("Cannot read " + request.uri() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while reading " + request.uri(), e);
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
