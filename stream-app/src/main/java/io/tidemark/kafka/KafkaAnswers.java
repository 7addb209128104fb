package io.tidemark.kafka;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Waits for what a cluster answers, and tells a cluster that does not from one that refuses.
 *
 * @param servers where it is said to be, for messages
 */
record KafkaAnswers(String servers) {

  /**
   * The answer.
   *
   * @throws KafkaUnavailableException when there is none in time
   * @throws KafkaRefusedException when it is an error that would come again
   */
  <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking the Kafka cluster", e);
    }
  }

  private KafkaException failure(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return new KafkaUnavailableException(
          servers
              + " takes connections, but nobody answers as Kafka does in time. Another server may listen there, it may want TLS or a login"
              + " (kafka.security.protocol), or advertise addresses that are out of reach from here",
          cause);
    }
    return cause instanceof RetriableException
        ? new KafkaUnavailableException("The Kafka cluster did not answer: " + said(cause), cause)
        : new KafkaRefusedException("The Kafka cluster refused: " + said(cause), cause);
  }

  /** A broker may leave the message of an error out. */
  private static String said(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }
}
