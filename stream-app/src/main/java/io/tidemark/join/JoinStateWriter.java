package io.tidemark.join;

import static io.tidemark.join.JoinStateCodec.HAS_FACTS;
import static io.tidemark.join.JoinStateCodec.HAS_ID;
import static io.tidemark.join.JoinStateCodec.HAS_KEY;
import static io.tidemark.join.JoinStateCodec.HAS_RANK;
import static io.tidemark.join.JoinStateCodec.HAS_VALUE;
import static io.tidemark.join.JoinStateCodec.HAS_WEIGHT;
import static io.tidemark.join.JoinStateCodec.KEYED;
import static io.tidemark.join.JoinStateCodec.NUMERIC;
import static io.tidemark.join.JoinStateCodec.PROPENSITY;
import static io.tidemark.join.JoinStateCodec.RANKED;
import static io.tidemark.join.JoinStateCodec.SAMPLED;

import io.tidemark.bytes.ByteWriter;
import io.tidemark.definition.Model.Combining;
import io.tidemark.definition.Model.Late;
import io.tidemark.definition.Model.Sampling;
import io.tidemark.join.JoinState.Closed;
import io.tidemark.join.JoinState.Erased;
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
    } else if (state instanceof Erased erased) {
      begin(JoinStateCodec.ERASED, erased.forgetAtMs());
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

  /** One byte for either of the usual numbers; else nine. */
  private void number(double value, double usual, double other) {
    boolean isOther = value == other;
    boolean known = isOther || value == usual;
    out.octet(known ? (isOther ? 1 : 0) : JoinStateCodec.REAL);
    if (!known) {
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
    texts.write(held.readAt().topic(), out);
    out.unsigned(held.readAt().partition()).unsigned(held.readAt().offset());
  }

  private void write(Arrival arrival) {
    write(arrival.outcome());
    time(arrival.atMs());
  }

  private void write(Outcome outcome) {
    time(outcome.timeMs());
    texts.write(outcome.kind(), out);
    int traits = (outcome.id().isEmpty() ? 0 : HAS_ID) | (outcome.isJudged() ? 0 : HAS_FACTS);
    out.octet(traits);
    if (!outcome.id().isEmpty()) {
      out.text(outcome.id());
    }
    each(outcome.judgements(), this::write);
    if (!outcome.isJudged()) {
      new FactsCodec(texts).write(outcome.facts(), out);
    }
  }

  /** One byte for all that is usual. */
  private void write(Judgement judgement) {
    texts.write(judgement.label(), out);
    boolean value = judgement.value() != judgement.evidence().usualValue();
    boolean weight = judgement.weight() != 1.0;
    int traits =
        judgement.evidence().ordinal() | (value ? HAS_VALUE : 0) | (weight ? HAS_WEIGHT : 0);
    boolean ranked = judgement.rank() != 0;
    out.octet(traits | (judgement.key().isEmpty() ? 0 : HAS_KEY) | (ranked ? HAS_RANK : 0));
    if (value) {
      out.real(judgement.value());
    }
    if (weight) {
      out.real(judgement.weight());
    }
    if (!judgement.key().isEmpty()) {
      texts.write(judgement.key(), out);
    }
    if (ranked) {
      out.unsigned(judgement.rank());
    }
  }

  private void write(OpenLabel label) {
    texts.write(label.name(), out);
    time(label.fromMs());
    time(label.untilMs());
    time(label.closesAtMs());
    Combining combining = label.policy().combining();
    out.octet(
        combining.several().ordinal()
            | (combining.numeric() ? NUMERIC : 0)
            | (combining.keyed() ? KEYED : 0)
            | (combining.ranked() ? RANKED : 0));
    Sampling sampling = label.policy().sampling();
    double clip = label.policy().propensityClip();
    int weighing = (sampling.keepsAll() ? 0 : SAMPLED) | (clip > 0 ? PROPENSITY : 0);
    out.octet(label.policy().onTimeout().ordinal());
    out.octet(label.policy().emit().ordinal() | weighing);
    Late late = label.policy().late();
    out.unsigned(late.horizon().toSeconds() << 1 | (late.corrects() ? 1 : 0));
    if (!sampling.keepsAll()) {
      out.real(sampling.keep()).octet(sampling.by().ordinal());
    }
    if (clip > 0) {
      out.real(clip);
    }
    out.unsigned(label.policy().cohort().toMinutes());
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
    number(standing.value(), 0.0, 1.0);
    number(standing.weight(), 1.0, 1.0);
    time(standing.timeMs());
    out.unsigned(standing.told());
  }
}
