/**
 * What every part that talks to Kafka stands on: clients, the topics of ours and their set-up,
 * timestamps. Imports Kafka's clients and none of the other Kafka packages.
 */
package io.tidemark.kafka;
