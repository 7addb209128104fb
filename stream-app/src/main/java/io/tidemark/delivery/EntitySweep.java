package io.tidemark.delivery;

import io.tidemark.delivery.VectorSender.Cause;
import io.tidemark.entity.Entities;
import io.tidemark.entity.EntityEntry;
import io.tidemark.entity.EntityRows;
import io.tidemark.entity.EntityScan;
import io.tidemark.entity.GroupProgress;
import io.tidemark.entity.Rebuilds;
import io.tidemark.entity.Sweep;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans all entities of a task and sends them, some at each step: when other versions of groups are
 * to be served, when every row is asked for again, and when more entities are unsent than can be
 * named. Not thread-safe.
 */
public final class EntitySweep {
  private static final Logger LOG = LoggerFactory.getLogger(EntitySweep.class);

  private final String name;
  private final Entities entities;
  private final EntitySending sending;
  private final EntityScan scan;
  private final GroupProgress progress;
  private final Rebuilds rebuilds;

  /**
   * A sweep that is not under way.
   *
   * @param name of the task, for the log
   * @param progress remembers what entities were scanned for last
   * @param rebuilds requests to send every row again
   */
  public EntitySweep(
      String name,
      Entities entities,
      EntitySending sending,
      EntityScan scan,
      GroupProgress progress,
      Rebuilds rebuilds) {
    this.name = name;
    this.entities = entities;
    this.sending = sending;
    this.scan = scan;
    this.progress = progress;
    this.rebuilds = rebuilds;
  }

  /** Who is not known by name is found by a scan of all. */
  public void noteOverflow() {
    if (entities.takeOverflow()) {
      progress.sweepAgain();
      scan.stop();
    }
  }

  /**
   * Scans some entities, if there is a reason to and room for them.
   *
   * @return how many
   */
  public int step() {
    noteOverflow();
    Sweep wanted = progress.wanted(sending.served(), rebuilds.newest());
    if (wanted.equals(progress.swept()) || sending.room() < EntityScan.ENTITIES_PER_STEP) {
      return 0;
    }
    if (scan.startFor(wanted)) {
      entities.settle();
      LOG.info("{} scans its entities for {}", name, wanted);
    }
    List<EntityRows.Row> rows = scan.next();
    Cause cause = wanted.always(progress.swept()) ? Cause.AGAIN : Cause.SWEEP;
    rows.forEach(row -> revisit(row, cause));
    if (scan.isOverWith(rows)) {
      progress.swept(wanted.done());
      LOG.info("{} has scanned {} entities for {}", name, scan.done(), wanted);
    }
    return rows.size();
  }

  private void revisit(EntityRows.Row row, Cause cause) {
    EntityEntry entry = entities.scan(row);
    sending.send(entry, cause);
    entities.scanned(entry);
  }

  /** Stops where it is, for good. */
  public void stop() {
    scan.stop();
  }
}
