package io.tidemark.join;

import io.tidemark.bytes.ByteWriter;
import io.tidemark.definition.Model.Late;
import io.tidemark.join.JoinState.Closed;
import io.tidemark.join.JoinState.Held;
import io.tidemark.join.JoinState.Open;
import io.tidemark.join.JoinState.Waiting;
import java.util.List;
import java.util.function.Consumer;

/** Writes one join state; the twin of {@link JoinStateReader}. Not thread-safe. */
final class JoinStateWriter {
  private final ByteWriter out;
  private final RepeatedTexts texts = new RepeatedTexts();
  private long baseMs;

  JoinStateWriter(ByteWriter out) {
    this.out = out;
  }

  void write(JoinState state) {
    if (state instanceof Waiting waiting) {
      begin(JoinStateCodec.WAITING, waiting.outcomes().get(0).arrival().atMs());
      each(waiting.outcomes(), this::write);
    } else if (state instanceof Open open) {
      begin(JoinStateCodec.OPEN, open.prediction().timeMs());
      write(open.prediction());
      time(open.arrivedMs());
      each(open.outcomes(), this::write);
      each(open.labels(), this::write);
    } else if (state instanceof Closed closed) {
      begin(JoinStateCodec.CLOSED, closed.forgetAtMs());
      each(closed.labels(), this::write);
    }
  }

  private void begin(int tag, long timeMs) {
    baseMs = timeMs;
    out.octet(tag).signed(timeMs);
  }

  private <T> void each(List<T> items, Consumer<T> write) {
    out.unsigned(items.size());
    items.forEach(write);
  }

  private void time(long timeMs) {
    out.signed(timeMs - baseMs);
  }

  /** One byte for 1.0, the usual weight; else nine. */
  private void weight(double value) {
    boolean usual = Double.compare(value, 1.0) == 0;
    out.flag(usual);
    if (!usual) {
      out.real(value);
    }
  }

  private void write(Prediction prediction) {
    texts.write(prediction.model(), out);
    texts.write(prediction.modelVersion(), out);
    out.bytes(prediction.payload()).text(prediction.trace());
  }

  private void write(Held held) {
    write(held.arrival());
    time(held.expiresAtMs());
    out.unsigned(held.readAt().partition()).unsigned(held.readAt().offset());
  }

  private void write(Arrival arrival) {
    write(arrival.outcome());
    time(arrival.atMs());
  }

  private void write(Outcome outcome) {
    time(outcome.timeMs());
    texts.write(outcome.kind(), out);
    each(outcome.judgements(), this::write);
  }

  private void write(Judgement judgement) {
    texts.write(judgement.label(), out);
    out.octet(judgement.evidence().ordinal());
    weight(judgement.weight());
  }

  private void write(OpenLabel label) {
    texts.write(label.name(), out);
    time(label.fromMs());
    time(label.untilMs());
    time(label.closesAtMs());
    out.octet(label.policy().several().ordinal());
    out.octet(label.policy().onTimeout().ordinal()).octet(label.policy().emit().ordinal());
    Late late = label.policy().late();
    out.unsigned(late.horizon().toSeconds() << 1 | (late.corrects() ? 1 : 0));
    out.flag(label.standing() != null);
    if (label.standing() != null) {
      write(label.standing());
    }
    out.octet(label.phase().ordinal());
  }

  private void write(ClosedLabel label) {
    texts.write(label.name(), out);
    span(baseMs - label.horizonMs());
    span(label.horizonMs() - 1 - label.untilMs());
    span(label.untilMs() - label.fromMs());
  }

  /** What definitions say is whole seconds, which are half as long. */
  private void span(long ms) {
    boolean whole = ms >= 0 && ms % 1_000 == 0;
    out.unsigned(whole ? ms / 1_000 << 1 : 1);
    if (!whole) {
      out.signed(ms);
    }
  }

  private void write(Standing standing) {
    out.flag(standing.positive());
    weight(standing.weight());
    time(standing.timeMs());
    out.unsigned(standing.told());
  }
}
