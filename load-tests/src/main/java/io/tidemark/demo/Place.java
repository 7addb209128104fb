package io.tidemark.demo;

/** Where a record is in Kafka. */
public record Place(String topic, int partition, long offset) {

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
