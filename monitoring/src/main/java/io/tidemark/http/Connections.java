package io.tidemark.http;

import io.tidemark.http.Connection.Stage;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The open connections of a port, within bounds. At a bound the connection makes way that has kept
 * the server waiting longest: a client that is quick is let in however many others are slow, be
 * they from its own address. Thread-safe.
 */
final class Connections {

  /** How long what still comes is thrown away, so that the last answer is not lost by a reset. */
  static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** A client that takes longer is slow, and who is idle for longer may not come again soon. */
  private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** So long a request may be on its way from a client that is quick. */
  private static final long ARRIVING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ConnectionLimits limits;
  private final Consumer<Refusal> refusals;
  private final Map<InetAddress, Set<Connection>> open = new HashMap<>();
  private int count;

  Connections(ConnectionLimits limits, Consumer<Refusal> refusals) {
    this.limits = limits;
    this.refusals = refusals;
  }

  /** Takes a connection in, or says that it must be closed: none of the others can make way. */
  synchronized boolean admit(Connection connection) {
    InetAddress address = connection.address();
    boolean admitted = makeWayAt(address) && makeWayAmongAll();
    if (admitted) {
      restore(connection);
    }
    return admitted;
  }

  private boolean makeWayAt(InetAddress address) {
    Set<Connection> neighbours = open.getOrDefault(address, Set.of());
    boolean room = true;
    while (room && neighbours.size() >= limits.mostPerAddress()) {
      room = makeWay(Refusal.ADDRESS_BOUND, slowest(neighbours, null));
    }
    return room;
  }

  private boolean makeWayAmongAll() {
    boolean room = true;
    while (room && count >= limits.most()) {
      Connection slowest = null;
      for (Set<Connection> neighbours : open.values()) {
        slowest = slowest(neighbours, slowest);
      }
      room = makeWay(Refusal.CONNECTION_BOUND, slowest);
    }
    return room;
  }

  private boolean makeWay(Refusal refusal, Connection victim) {
    refusals.accept(refusal);
    if (victim == null) {
      return false;
    }
    forget(victim);
    victim.evict();
    return true;
  }

  /** By {@link #rank}, and of one rank who is at it longest. */
  private static Connection slowest(Set<Connection> among, Connection soFar) {
    long now = System.nanoTime();
    Connection slowest = soFar;
    for (Connection one : among) {
      if (one.stage() != Stage.WORKING && (slowest == null || isBefore(one, slowest, now))) {
        slowest = one;
      }
    }
    return slowest;
  }

  private static boolean isBefore(Connection one, Connection other, long now) {
    int rank = rank(one, now);
    int otherRank = rank(other, now);
    return rank == otherRank ? now - one.sinceNanos() > now - other.sinceNanos() : rank < otherRank;
  }

  /**
   * In what order they make way: who keeps the server waiting, who has been idle for a while, and
   * only then whom a flood has just come upon: readers of an answer, since one long answer after
   * another would keep all others of an address out, new ones, and who was answered a moment ago.
   */
  private static int rank(Connection one, long now) {
    long nanos = now - one.sinceNanos();
    return switch (one.stage()) {
      case IDLE -> nanos > LATELY_NANOS ? 1 : 4;
      case WRITING -> nanos > LATELY_NANOS ? 0 : 2;
      default -> nanos > ARRIVING_NANOS ? 0 : 3;
    };
  }

  /** Takes a connection out; to be called as often as one likes. */
  synchronized void forget(Connection connection) {
    Set<Connection> neighbours = open.get(connection.address());
    if (neighbours != null && neighbours.remove(connection)) {
      count--;
      if (neighbours.isEmpty()) {
        open.remove(connection.address());
      }
    }
  }

  /** Takes one in whatever the bounds: it was told to make way and had a request after all. */
  synchronized void restore(Connection connection) {
    count++;
    open.computeIfAbsent(connection.address(), address -> new HashSet<>()).add(connection);
  }

  synchronized int count() {
    return count;
  }

  /** Tells those that take too long. */
  void sweep() {
    expired().forEach(Connection::expire);
  }

  private synchronized List<Connection> expired() {
    long now = System.nanoTime();
    return open.values().stream()
        .flatMap(Set::stream)
        .filter(one -> one.isExpired(limits, now))
        .toList();
  }
}
