package io.tidemark.app;

import io.tidemark.app.plan.SourceSchemas;
import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.HttpSetting;
import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.StreamsSetting;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.doctor.Examination;
import io.tidemark.doctor.Finding;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Looks at all a service needs before it starts, or beside one that runs, and changes nothing but
 * that it makes the state folder where there is none.
 *
 * @param builtIn whether the definitions are the built-in ones
 */
public record Doctor(Settings settings, LoadedDefinitions loaded, boolean builtIn, Clock wall) {
  /** Asks everything, one after the other. */
  public void examine(Examination on) {
    on.ask(StreamsSetting.STATE_DIR.key(), this::stateFolder);
    on.ask(HttpSetting.PORT.key(), this::port);
    new KafkaChecks(settings, loaded.definitions()).examine(on);
    registry(on);
    new RedisChecks(settings, loaded.definitions().namespace(), wall).examine(on);
  }

  private Finding stateFolder() throws IOException {
    String what = StreamsSetting.STATE_DIR.key();
    Path folder = settings.get(StreamsSetting.STATE_DIR);
    StateFolder.requireSpace(folder);
    if (StateFolder.isTaken(folder, settings.get(KafkaSetting.APPLICATION_ID))) {
      return Finding.note(what, folder + " is in use: by the service, if one runs here");
    }
    long free = Files.getFileStore(folder).getUsableSpace();
    return Finding.ok(what, "%s can be written, %,d MB are free".formatted(folder, free >> 20));
  }

  private Finding port() {
    String host = settings.get(HttpSetting.HOST);
    int port = settings.get(HttpSetting.PORT);
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
      return Finding.ok(HttpSetting.PORT.key(), host + ":" + port + " is free");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.note(
          HttpSetting.PORT.key(),
          "%s:%d cannot be listened on (%s): well if the service runs here, else set http.port"
              .formatted(host, port, e.getMessage()));
    }
  }

  private void registry(Examination on) {
    try (SchemaRegistry registry = SchemaRegistries.connect(settings.registry())) {
      on.ask(Neighbour.REGISTRY.setting(), () -> ownSchemas(registry));
      on.ask("definitions", () -> schemas(registry));
    }
  }

  private Finding ownSchemas(SchemaRegistry registry) {
    List<String> refused =
        TopicPlan.own(settings).all().stream()
            .filter(
                own -> !registry.checkCompatibility(own.valueSubject(), own.schema()).compatible())
            .map(Topic::valueSubject)
            .toList();
    return refused.isEmpty()
        ? Finding.ok(Neighbour.REGISTRY.setting(), "answers, and takes the schemas of own topics")
        : Finding.wrong(
            Neighbour.REGISTRY.setting(),
            refused + " hold schemas that ours do not fit: set another topics.prefix");
  }

  private Finding schemas(SchemaRegistry registry) throws DefinitionException {
    CheckedDefinitions checked = new SourceSchemas(registry, builtIn).check(loaded);
    return Finding.ok(
        "definitions",
        "%d sources, %d feature groups and %d models fit their schemas"
            .formatted(checked.sources().size(), checked.groups().size(), checked.models().size()));
  }
}
