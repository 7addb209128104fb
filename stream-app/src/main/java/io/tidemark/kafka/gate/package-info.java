/**
 * Holds records back until the schema registry has said what they are. Stands between Kafka's
 * consumer and the topology; imports Kafka's clients, the wire format and the registry.
 */
package io.tidemark.kafka.gate;
