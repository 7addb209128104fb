package io.tidemark.demo;

/** The three topics that producers write. */
public enum Channel {
  USER_EVENTS("user-events"),
  PREDICTIONS("predictions"),
  OUTCOMES("outcomes");

  private final String topic;

  Channel(String topic) {
    this.topic = topic;
  }

  public String topic() {
    return topic;
  }

  /** The registry subject of the topic's values. */
  public String subject() {
    return topic + "-value";
  }
}
