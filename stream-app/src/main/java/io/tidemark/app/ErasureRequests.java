package io.tidemark.app;

import io.tidemark.app.plan.Basis;
import io.tidemark.avro.Erasure;
import io.tidemark.desk.ErasureDesk;
import io.tidemark.follow.FollowedReceipts;
import io.tidemark.kafka.follow.TopicPublisher;
import io.tidemark.wire.AvroWriter;

/** Requests to erase that come over HTTP. */
final class ErasureRequests {
  private ErasureRequests() {}

  /** Takes requests to erase entities, and shows what became of them. */
  static ErasureDesk eraser(Ground on, Parts parts, FollowedReceipts receipts) {
    Basis basis = on.basis();
    TopicPublisher<Erasure> publisher =
        parts.keep(
            new TopicPublisher<>(
                on.clients().producer("erasures"),
                new AvroWriter(basis.registry(), true),
                basis.topics().requests().erasures()));
    return new ErasureDesk(
        request -> publisher.publish(request.getErasureId(), request), receipts, basis.wall());
  }
}
