package io.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TopicsBeingMadeTest {
  private static final String CLIENT = "org.apache.kafka.clients.NetworkClient";
  private static final String ISSUE =
      "[Consumer clientId=c, groupId=g] The metadata response from the cluster reported a"
          + " recoverable issue with correlation id 18 : ";

  private static FilterReply reply(String logger, Level level, String message) {
    Logger from = new LoggerContext().getLogger(logger);
    return new TopicsBeingMade().decide(null, from, level, message, null, null);
  }

  @Test
  void topicsOfStreamsThatAreNotThereYetAreLeftOut() {
    String one = "{g-by-entity-user.events-repartition=UNKNOWN_TOPIC_OR_PARTITION}";
    String two = "{g-a-repartition=LEADER_NOT_AVAILABLE, g-b-changelog=UNKNOWN_TOPIC_OR_PARTITION}";
    assertThat(reply(CLIENT, Level.WARN, ISSUE + one)).isEqualTo(FilterReply.DENY);
    assertThat(reply(CLIENT, Level.WARN, ISSUE + two)).isEqualTo(FilterReply.DENY);
  }

  @Test
  void whateverElseTheClientWarnsOfStays() {
    String[] kept = {
      ISSUE + "{orders=UNKNOWN_TOPIC_OR_PARTITION}",
      ISSUE + "{g-a-repartition=UNKNOWN_TOPIC_OR_PARTITION, orders=UNKNOWN_TOPIC_OR_PARTITION}",
      ISSUE + "{g-a-repartition=TOPIC_AUTHORIZATION_FAILED}",
      "[Consumer clientId=c, groupId=g] Connection to node -1 could not be established."
    };
    for (String message : kept) {
      assertThat(reply(CLIENT, Level.WARN, message)).as(message).isEqualTo(FilterReply.NEUTRAL);
    }
    String internal = ISSUE + "{g-a-repartition=UNKNOWN_TOPIC_OR_PARTITION}";
    assertThat(reply("io.tidemark.Other", Level.WARN, internal)).isEqualTo(FilterReply.NEUTRAL);
    assertThat(reply(CLIENT, Level.ERROR, internal)).isEqualTo(FilterReply.NEUTRAL);
    assertThat(reply(CLIENT, Level.WARN, null)).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void logOfTheServiceNamesIt() throws IOException {
    try (var file = TopicsBeingMade.class.getResourceAsStream("/logback.xml")) {
      assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8))
          .contains("<turboFilter class=\"" + TopicsBeingMade.class.getName() + "\"/>");
    }
  }
}
