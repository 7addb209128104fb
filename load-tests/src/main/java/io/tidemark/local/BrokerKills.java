package io.tidemark.local;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.TransactionDescription;

/**
 * Takes two brokers away from a service under traffic, one after the other, as {@code kill -9}
 * does: the one that coordinates a transaction while it is open, and the one that leads a partition
 * of a topic that is read. Each comes back on its data, and has everything again before the next
 * one goes.
 */
final class BrokerKills implements Runnable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final BrokerCluster brokers;
  private final ClusterView view;
  private final String applicationId;
  private final Duration pause;
  private final Consumer<String> progress;
  private final Clock clock = Clock.systemUTC();

  /**
   * Describes what {@link #run} does.
   *
   * @param pause before each kill, and until the broker is started again
   */
  BrokerKills(
      BrokerCluster brokers,
      ClusterView view,
      String applicationId,
      Duration pause,
      Consumer<String> progress) {
    this.brokers = brokers;
    this.view = view;
    this.applicationId = applicationId;
    this.pause = pause;
    this.progress = progress;
  }

  @Override
  public void run() {
    Deadline.after(pause).await();
    TransactionDescription open = openTransaction();
    String transaction =
        "coordinator of a transaction of %d partitions, open for %d ms"
            .formatted(
                open.topicPartitions().size(),
                clock.millis() - open.transactionStartTimeMs().orElseThrow());
    takeAway(open.coordinatorId(), transaction);
    Deadline.after(pause).await();
    takeAway(view.leader("user-events", 0), "leader of user-events-0");
  }

  private TransactionDescription openTransaction() {
    AtomicReference<TransactionDescription> found = new AtomicReference<>();
    boolean open =
        Deadline.after(PATIENCE)
            .await(
                () -> {
                  Optional<TransactionDescription> now = view.openTransaction(applicationId);
                  now.ifPresent(found::set);
                  return now.isPresent();
                });
    require(open, "No transaction of the service was open");
    return found.get();
  }

  private void takeAway(int id, String what) {
    ClusterNode node = brokers.node(id);
    node.kill();
    progress.accept("broker %d killed: %s".formatted(id, what));
    Deadline.after(pause).await();
    node.start();
    long startedMs = clock.millis();
    require(
        Deadline.after(PATIENCE).await(() -> view.allInSync(BrokerCluster.NODES)),
        "Broker " + id + " did not catch up");
    progress.accept(
        "broker %d is back, in sync after %d ms".formatted(id, clock.millis() - startedMs));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new StackException(otherwise + " within " + PATIENCE.toSeconds() + " s");
    }
  }
}
