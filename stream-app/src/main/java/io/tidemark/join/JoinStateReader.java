package io.tidemark.join;

import io.tidemark.bytes.ByteReader;
import io.tidemark.definition.Model.By;
import io.tidemark.definition.Model.Combining;
import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.Late;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.definition.Model.Policy;
import io.tidemark.definition.Model.Sampling;
import io.tidemark.definition.Model.Several;
import io.tidemark.join.JoinState.Closed;
import io.tidemark.join.JoinState.Erased;
import io.tidemark.join.JoinState.Held;
import io.tidemark.join.JoinState.Open;
import io.tidemark.join.JoinState.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads one join state; the twin of {@link JoinStateWriter}. Not thread-safe. */
final class JoinStateReader {
  private final String requestId;
  private final ByteReader in;
  private final RepeatedTexts texts = new RepeatedTexts();
  private long baseMs;

  JoinStateReader(String requestId, ByteReader in) {
    this.requestId = requestId;
    this.in = in;
  }

  JoinState state() {
    int tag = in.octet();
    baseMs = in.signed();
    return switch (tag) {
      case JoinStateCodec.WAITING -> new Waiting(list(this::held));
      case JoinStateCodec.OPEN ->
          new Open(prediction(), timeMs(), list(this::arrival), list(this::label));
      case JoinStateCodec.CLOSED -> new Closed(baseMs, list(this::closedLabel));
      case JoinStateCodec.ERASED -> new Erased(baseMs);
      default -> throw in.damaged("unknown tag " + tag);
    };
  }

  private <T> List<T> list(Supplier<T> each) {
    int size = in.count();
    List<T> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(each.get());
    }
    return items;
  }

  private long timeMs() {
    return baseMs + in.signed();
  }

  private double number() {
    int kind = in.octet();
    return switch (kind) {
      case 0, 1 -> kind;
      case JoinStateCodec.REAL -> in.real();
      default -> throw in.damaged("unknown kind of number " + kind);
    };
  }

  private double weight(double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw in.damaged("the weight " + value);
    }
    return value;
  }

  private double keep(double share) {
    if (!(share > 0 && share < 1)) {
      throw in.damaged("the share " + share);
    }
    return share;
  }

  private double clip(double most) {
    if (!(most >= 1) || Double.isInfinite(most)) {
      throw in.damaged("the clip " + most);
    }
    return most;
  }

  private double value(double value) {
    if (!Double.isFinite(value)) {
      throw in.damaged("the value " + value);
    }
    return value;
  }

  private Prediction prediction() {
    return new Prediction(requestId, texts.read(in), texts.read(in), baseMs, in.bytes(), in.text());
  }

  private Held held() {
    return new Held(arrival(), timeMs(), readAt());
  }

  private ReadAt readAt() {
    return new ReadAt(texts.read(in), in.number("partition", Integer.MAX_VALUE), in.unsigned());
  }

  private Arrival arrival() {
    return new Arrival(outcome(), timeMs());
  }

  private Outcome outcome() {
    long timeMs = timeMs();
    String kind = texts.read(in);
    int traits = in.octet();
    return new Outcome(
        requestId,
        timeMs,
        kind,
        (traits & JoinStateCodec.HAS_ID) == 0 ? "" : in.text(),
        list(this::judgement),
        (traits & JoinStateCodec.HAS_FACTS) == 0 ? null : new FactsCodec(texts).read(in));
  }

  private Judgement judgement() {
    String label = texts.read(in);
    int traits = in.octet();
    Evidence evidence = one(Evidence.values(), traits & JoinStateCodec.EVIDENCE);
    boolean valued = (traits & JoinStateCodec.HAS_VALUE) != 0;
    double value = valued ? value(in.real()) : evidence.usualValue();
    double weight = (traits & JoinStateCodec.HAS_WEIGHT) == 0 ? 1.0 : weight(in.real());
    String key = (traits & JoinStateCodec.HAS_KEY) == 0 ? "" : texts.read(in);
    int rank = (traits & JoinStateCodec.HAS_RANK) == 0 ? 0 : in.number("rank", Integer.MAX_VALUE);
    return new Judgement(label, evidence, value, weight, key, rank);
  }

  private OpenLabel label() {
    return new OpenLabel(
        texts.read(in),
        timeMs(),
        timeMs(),
        timeMs(),
        policy(),
        in.flag() ? standing() : null,
        one(Phase.values()));
  }

  private Policy policy() {
    Combining combining = combining();
    OnTimeout onTimeout = one(OnTimeout.values());
    int emit = in.octet();
    return new Policy(
        combining,
        onTimeout,
        one(Emit.values(), emit & ~(JoinStateCodec.SAMPLED | JoinStateCodec.PROPENSITY)),
        late(),
        (emit & JoinStateCodec.SAMPLED) == 0
            ? Sampling.ALL
            : new Sampling(keep(in.real()), one(By.values())),
        (emit & JoinStateCodec.PROPENSITY) == 0 ? 0 : clip(in.real()),
        Duration.ofMinutes(in.number("length of cohorts", Integer.MAX_VALUE)));
  }

  private Late late() {
    int late = in.number("late horizon", Integer.MAX_VALUE);
    return new Late(Duration.ofSeconds(late >>> 1), (late & 1) == 1);
  }

  private ClosedLabel closedLabel() {
    String name = texts.read(in);
    long horizonMs = baseMs - spanMs();
    long untilMs = horizonMs - 1 - spanMs();
    return new ClosedLabel(name, untilMs - spanMs(), untilMs, horizonMs);
  }

  private long spanMs() {
    long span = in.unsigned();
    return (span & 1) == 0 ? (span >>> 1) * 1_000 : in.signed();
  }

  private Standing standing() {
    return new Standing(
        value(number()),
        weight(number()),
        timeMs(),
        in.number("examples of a label", Integer.MAX_VALUE));
  }

  private Combining combining() {
    int traits = in.octet();
    return new Combining(
        one(Several.values(), traits & JoinStateCodec.SEVERAL),
        (traits & JoinStateCodec.NUMERIC) != 0,
        (traits & JoinStateCodec.KEYED) != 0,
        (traits & JoinStateCodec.RANKED) != 0);
  }

  private <E extends Enum<E>> E one(E[] values) {
    return one(values, in.octet());
  }

  private <E extends Enum<E>> E one(E[] values, int ordinal) {
    if (ordinal >= values.length) {
      throw in.damaged("unknown value " + ordinal);
    }
    return values[ordinal];
  }
}
