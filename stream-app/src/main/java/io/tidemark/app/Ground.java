package io.tidemark.app;

import io.tidemark.app.plan.Basis;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.gate.RegistryGate;
import io.tidemark.kafka.gate.SchemaAnswers;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * What the topology stands on: topics that are there, a registry that knows what is written to
 * them, definitions that fit what is read from them.
 *
 * @param basis what every part of the topology is planned from
 * @param schemas the schema each source's records are read with, by topic
 * @param answers what the registry has said about schema ids
 * @param gate holds records back that nothing has been said about
 */
record Ground(
    Basis basis,
    KafkaClients clients,
    Map<String, Schema> schemas,
    SchemaAnswers answers,
    RegistryGate gate) {}
