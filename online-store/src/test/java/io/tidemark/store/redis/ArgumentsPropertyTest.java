package io.tidemark.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.store.ValueText;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Numbers written digit by digit against their text. */
class ArgumentsPropertyTest {
  private static final long SEED = 20261121;
  private static final int ROUNDS = 300_000;

  private final Random random = new Random(SEED);

  @Test
  void longsAreTheirText() {
    LongStream edges =
        LongStream.of(0, 9, 10, 99, 100, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53);
    LongStream any = random.longs(ROUNDS).map(number -> number >> random.nextInt(64));
    LongStream.concat(edges, any)
        .forEach(
            number ->
                assertThat(new Arguments(1).add(number).toBytes())
                    .as("seed " + SEED)
                    .isEqualTo(framed(Long.toString(number))));
  }

  @Test
  void doublesAreTheirText() {
    DoubleStream edges =
        DoubleStream.of(
            0,
            -0.0,
            0.1,
            -0.1,
            0.01,
            0.05,
            1.1,
            1.01,
            0.001,
            0.005,
            1e7,
            1.5e7,
            1e13,
            1e15,
            9_999_999_999_999.99,
            -9_999_999_999_999.99,
            1e300,
            4.9e-324,
            Double.MAX_VALUE);
    DoubleStream.concat(edges, DoubleStream.generate(this::decimal).limit(ROUNDS))
        .forEach(
            number ->
                assertThat(new Arguments(1).add(Double.valueOf(number)).toBytes())
                    .as("seed " + SEED)
                    .isEqualTo(framed(ValueText.of(number))));
  }

  private double decimal() {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextLong() >> random.nextInt(64);
      case 1 -> random.nextGaussian() * 100;
      case 2 -> Math.nextUp((random.nextLong() >> (14 + random.nextInt(50))) / 100.0);
      default -> (random.nextLong() >> (14 + random.nextInt(50))) / 100.0;
    };
  }

  @Test
  void framedArgumentsAreAsThoseAdded() {
    List.of("", "a", "ü🚀", "x".repeat(1_000))
        .forEach(
            text ->
                assertThat(
                        new Arguments(1)
                            .addFramed(Arguments.framed(text.getBytes(UTF_8)))
                            .toBytes())
                    .isEqualTo(new Arguments().add(text).toBytes())
                    .isEqualTo(framed(text)));
  }

  private static byte[] framed(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return ("$" + bytes.length + "\r\n" + text + "\r\n").getBytes(UTF_8);
  }
}
