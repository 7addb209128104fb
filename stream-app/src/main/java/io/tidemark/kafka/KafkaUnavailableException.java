package io.tidemark.kafka;

import org.apache.kafka.common.KafkaException;

/** The Kafka cluster did not answer; asking again later may help. */
public final class KafkaUnavailableException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public KafkaUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
