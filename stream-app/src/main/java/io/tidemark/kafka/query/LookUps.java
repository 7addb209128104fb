package io.tidemark.kafka.query;

import io.tidemark.bytes.FormatException;
import io.tidemark.explain.Finding;
import io.tidemark.explain.Finding.NotNow;
import io.tidemark.kafka.run.StreamsProcess;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** Asks a topology that may not run yet, or not be able to answer. */
record LookUps(Supplier<Optional<StreamsProcess>> process) {

  <T> Finding<T> ask(Function<KafkaStreams, Finding<T>> question) {
    Optional<StreamsProcess> running = process.get();
    if (running.isEmpty()) {
      return new NotNow<>("the service is starting");
    }
    try {
      return question.apply(running.get().streams());
    } catch (InvalidStateStoreException | IllegalStateException | FormatException e) {
      return new NotNow<>(String.valueOf(e.getMessage()));
    }
  }
}
