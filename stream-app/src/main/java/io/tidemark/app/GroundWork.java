package io.tidemark.app;

import io.tidemark.app.plan.Basis;
import io.tidemark.app.plan.InputTopics;
import io.tidemark.app.plan.LogPlan;
import io.tidemark.app.plan.SourceSchemas;
import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.gate.AnsweredRegistry;
import io.tidemark.kafka.gate.RegistryGate;
import io.tidemark.kafka.gate.SchemaAnswers;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.time.Clock;

/**
 * Sees to what has to be on topics and in the registry before anything is read.
 *
 * @param parts what it starts is kept there
 */
record GroundWork(
    Settings settings, Parts parts, TidemarkMetrics metrics, Clock wall, Patience patience) {

  /**
   * Lays the ground; waits for Kafka and for the registry where they are not there yet.
   *
   * @param builtIn whether the definitions are the built-in ones
   * @throws DefinitionException when the definitions do not fit the schemas of their topics
   */
  Ground lay(LoadedDefinitions loaded, boolean builtIn) throws DefinitionException {
    SchemaRegistry registry = parts.keep(SchemaRegistries.connect(settings.registry()));
    String applicationId = settings.get(KafkaSetting.APPLICATION_ID);
    KafkaClients clients = new KafkaClients(settings.kafka(), applicationId);
    Topics topics = TopicPlan.own(settings);
    patience.until(Neighbour.KAFKA, () -> TopicPlan.prepare(settings, clients));
    // so that a later outage of the registry does not stop output
    patience.until(Neighbour.REGISTRY, () -> topics.register(registry));
    SourceSchemas schemas = new SourceSchemas(registry, builtIn);
    CheckedDefinitions checked = schemas.check(loaded);
    patience.until(Neighbour.REGISTRY, () -> LogPlan.register(checked, registry));
    InputTopics inputs = InputTopics.of(checked.definitions());
    patience.until(Neighbour.KAFKA, () -> TopicPlan.require(settings, clients, inputs.all()));
    SchemaAnswers answers = parts.keep(new SchemaAnswers(registry, metrics.registry(), wall));
    return new Ground(
        new Basis(checked, settings, new AnsweredRegistry(answers, registry), wall, metrics),
        clients,
        schemas.bySource(),
        answers,
        new RegistryGate(answers, inputs.inWireFormat(applicationId, TopicPlan.read(settings))));
  }
}
