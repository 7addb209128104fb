package io.tidemark.app;

import io.tidemark.app.plan.Basis;
import io.tidemark.app.plan.LivePorts;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.follow.Followed;
import io.tidemark.kafka.follow.FollowedBaselines;
import io.tidemark.kafka.follow.FollowedControl;
import io.tidemark.kafka.follow.FollowedDrift;
import io.tidemark.kafka.follow.TopicFollower;
import io.tidemark.store.Catalog;
import io.tidemark.store.serve.CatalogFigures.Drift;
import java.util.List;

/** What the topics say that every instance follows. */
record Followers(FollowedBaselines baselines, FollowedControl control, FollowedDrift<Drift> drift) {

  /** Begins to follow, and waits until what nothing goes without is read to its end. */
  static Followers start(Ground on, Catalog catalog, Parts parts) {
    Topics topics = on.basis().topics();
    Followers followers =
        new Followers(
            new FollowedBaselines(topics.baselines()),
            new FollowedControl(topics.control()),
            LivePorts.drift(topics.drift(), catalog));
    Basis basis = on.basis();
    TopicFollower follower =
        new TopicFollower(
            on.clients().reader("follower"),
            basis.registry(),
            followers.all(),
            basis.metrics().follow(),
            basis.wall());
    parts.work("topic-follower", follower, follower::close);
    follower.awaitCaughtUp();
    return followers;
  }

  private List<Followed<?>> all() {
    return List.of(baselines, control, drift);
  }
}
