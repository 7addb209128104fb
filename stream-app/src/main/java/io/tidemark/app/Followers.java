package io.tidemark.app;

import io.tidemark.app.plan.Basis;
import io.tidemark.app.plan.HistoryPlan;
import io.tidemark.app.plan.LivePorts;
import io.tidemark.app.plan.WatchedModels;
import io.tidemark.follow.FollowedBaselines;
import io.tidemark.follow.FollowedControl;
import io.tidemark.follow.FollowedDrift;
import io.tidemark.follow.FollowedReceipts;
import io.tidemark.history.History;
import io.tidemark.history.disk.HistoryDisk;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.follow.FollowedTopic;
import io.tidemark.kafka.follow.TopicFollower;
import io.tidemark.store.Catalog;
import io.tidemark.store.serve.CatalogFigures.Drift;
import io.tidemark.store.serve.CatalogFigures.InForce;
import java.util.ArrayList;
import java.util.List;

/** What the topics say that every instance follows. */
record Followers(
    FollowedBaselines baselines,
    FollowedControl control,
    FollowedDrift<Drift> drift,
    FollowedReceipts receipts,
    HistoryDisk disk) {

  /** Begins to follow, and waits until what nothing goes without is read to its end. */
  static Followers start(Ground on, Catalog catalog, Parts parts) {
    Followers followers =
        new Followers(
            new FollowedBaselines(),
            new FollowedControl(),
            LivePorts.drift(catalog),
            new FollowedReceipts(),
            parts.keep(HistoryPlan.disk(on.basis().settings())));
    Basis basis = on.basis();
    TopicFollower follower =
        new TopicFollower(
            on.clients().reader("follower"),
            basis.registry(),
            followers.topics(basis),
            basis.metrics().follow(),
            basis.wall());
    parts.work("topic-follower", follower, follower::close);
    follower.awaitCaughtUp();
    return followers;
  }

  private List<FollowedTopic<?>> topics(Basis basis) {
    Topics topics = basis.topics();
    List<FollowedTopic<?>> all = new ArrayList<>(HistoryPlan.topics(basis, disk, drift));
    all.add(FollowedTopic.needed(topics.baselines(), baselines));
    all.add(FollowedTopic.needed(topics.requests().control(), control));
    all.add(FollowedTopic.optional(topics.requests().receipts(), receipts, FollowedReceipts.PAST));
    return all;
  }

  /** The baselines of a model's versions that are in force. */
  List<InForce> inForce(String model) {
    return WatchedModels.inForce(baselines, model);
  }

  /** What the instance knows of the past. */
  History history() {
    return new History(disk);
  }
}
