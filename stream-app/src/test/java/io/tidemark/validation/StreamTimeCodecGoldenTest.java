package io.tidemark.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.FormatException;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.WindowTime;
import io.tidemark.validation.HeldBack.Held;
import io.tidemark.validation.StreamTimeCodec.Partition;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes of format 1: a change of them needs another format. */
class StreamTimeCodecGoldenTest {
  private static final long SEED = Long.getLong("tidemark.test.seed", 20261130L);

  private final StreamTimeCodec<String> codec =
      new StreamTimeCodec<>(
          WindowTime.of(ClockMode.STREAM), (text, out) -> out.text(text), ByteReader::text);

  private String hex(Partition<String> partition) {
    return HexFormat.of().formatHex(codec.encode(partition));
  }

  @Test
  void nothingKnown() {
    assertThat(hex(codec.empty())).isEqualTo("0100" + "00" + "0000000000000000" + "00000000");
  }

  @Test
  void timesOfTheFirstRecords() {
    Partition<String> partition = codec.empty();
    partition.time().believe(258);
    assertThat(hex(partition)).isEqualTo("01018404" + "00" + "0000000000000000" + "00000000");
  }

  @Test
  void timeAndWhatIsHeld() {
    Partition<String> partition = codec.empty();
    partition.time().believe(257);
    partition.time().believe(258);
    partition.held().hold(new Held<>(7, 86_400_000, "é"));
    partition.held().believed();

    String bytes =
        "0100"
            + "018404" // now
            + "3ff0000000000000" // mean step
            + "01" // steps
            + "01" // held: key, time, record
            + "0000000000000007"
            + "80f0b252"
            + "02c3a9"
            + "01" // behind
            + "00"; // together
    assertThat(hex(partition)).isEqualTo(bytes);
    assertThat(hex(codec.decode(HexFormat.of().parseHex(bytes)))).isEqualTo(bytes);
  }

  @Test
  void anotherFormatAndCutBytesAreRefused() {
    byte[] bytes = codec.encode(codec.empty());
    assertThatThrownBy(() -> codec.decode(new byte[] {9}))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 9 of stream time");
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(FormatException.class);
    }
  }

  /** Whoever takes a partition over, anywhere, decides as if nothing had happened. */
  @Test
  void goesOnAfterARestartAsIfThereHadBeenNone() {
    for (int run = 0; run < 300; run++) {
      Random random = new Random(SEED + run);
      Partition<String> straight = codec.empty();
      Partition<String> restarted = codec.empty();
      StringBuilder history = new StringBuilder("seed " + (SEED + run));
      long timeMs = 1_300_000_000_000L;
      for (int i = 0; i < 60; i++) {
        timeMs += random.nextInt(60_000) + (random.nextInt(20) == 0 ? 40_000_000L : 0);
        long skewMs = random.nextInt(6) == 0 ? (long) (random.nextGaussian() * 1e9) : 0;
        history.append(' ').append(timeMs + skewMs);
        long key = random.nextInt(4);
        String told = read(straight, key, timeMs + skewMs);
        assertThat(read(restarted, key, timeMs + skewMs)).as(history::toString).isEqualTo(told);
        restarted = codec.decode(codec.encode(restarted));
        assertThat(hex(restarted)).as(history::toString).isEqualTo(hex(straight));
      }
    }
  }

  private String read(Partition<String> partition, long key, long timeMs) {
    StringBuilder told = new StringBuilder();
    pass(partition, key, timeMs, told);
    HeldBack<String> held = partition.held();
    for (String next = held.nextConfirmed(); next != null; next = held.nextConfirmed()) {
      pass(partition, 0, Long.parseLong(next), told);
    }
    for (Held<String> no = held.nextRefused(); no != null; no = held.nextRefused()) {
      told.append(" refused ").append(no.timeMs());
    }
    return told.append(" held ").append(held.heldMs()).toString();
  }

  private void pass(Partition<String> partition, long key, long timeMs, StringBuilder told) {
    if (partition.time().isAhead(timeMs)) {
      partition.held().hold(new Held<>(key, timeMs, Long.toString(timeMs)));
    } else {
      partition.time().believe(timeMs);
      partition.held().believed();
      told.append(" passed ").append(timeMs);
    }
  }
}
