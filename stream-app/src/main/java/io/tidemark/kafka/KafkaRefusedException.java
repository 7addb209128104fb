package io.tidemark.kafka;

import org.apache.kafka.common.KafkaException;

/** The Kafka cluster, or its client, does not do what was asked; asking again does not help. */
public final class KafkaRefusedException extends KafkaException {
  private static final long serialVersionUID = 1L;

  KafkaRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
