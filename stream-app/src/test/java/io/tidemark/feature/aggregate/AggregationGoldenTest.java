package io.tidemark.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameters;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Bytes of one cell of each aggregation, which must never change. */
class AggregationGoldenTest {
  private static final long NOW_MS = 1_700_000_000_000L;

  private static String all(Object... inputs) {
    return Stream.of(AggregateOp.values())
        .map(op -> op + " " + hex(op, inputs))
        .collect(Collectors.joining("\n"));
  }

  private static String hex(AggregateOp op, Object... inputs) {
    AggregateParameters told = AggregateParameters.NONE.withSize(2);
    CellHolder holder = new CellHolder(Aggregations.of(op, told, 60_000));
    for (int i = 0; i < inputs.length; i++) {
      holder.add(inputs[i], NOW_MS + i * 1_000L);
    }
    return HexFormat.of().formatHex(holder.bytes(NOW_MS - 60_000));
  }

  @Test
  void threePrices() {
    assertThat(all(12.99, 0.1, -7.5))
        .isEqualTo(
            """
            COUNT 03
            SUM 0322de08093cba
            MEAN 0322de08093cba
            MIN 02db0b
            MAX 02a614
            VARIANCE 0322de08093cba23a2d492022f3ce3fda5119ce0760a396480
            STDDEV 0322de08093cba23a2d492022f3ce3fda5119ce0760a396480
            FIRST 02a614c0a907
            LAST 02db0be0c807
            LAST_N 0202db0bdfc8070214d00f
            DISTINCT 0302db0b021402a614
            APPROX_DISTINCT 03bb536714d57444863a14eb25a673fbe87638b2e99efcd1ca
            QUANTILE 0302db0b02a6140003bbb00401c4dd0801ec0301
            TOP_K 0302db0b0102140102a61401
            RATE 0322de08093cba
            DECAYED_SUM 03002f400a11f8a5bcc3f309bc92
            DECAYED_COUNT 03002f3ffc0088dc41946809bca0
            TIME_SINCE_LAST 01e0c807""");
  }

  @Test
  void scalars() {
    assertThat(all("é", true, 5L, 5L))
        .isEqualTo(
            """
            COUNT 04
            SUM 020114
            MEAN 020114
            MIN 200a
            MAX 200a
            VARIANCE 0201140164
            STDDEV 0201140164
            FIRST 2302c3a9c0a907
            LAST 200ab0d807
            LAST_N 02200aafd807200ad00f
            DISTINCT 0322200a2302c3a9
            APPROX_DISTINCT 030e3faf79eda83d8d6ca7f978e15828a67267e48b4425b979
            QUANTILE 02010a010a
            TOP_K 032201200a022302c3a901
            RATE 030116
            DECAYED_SUM 02000f401757811c734c37
            DECAYED_COUNT 04000f4002ab7bb4b967bb
            TIME_SINCE_LAST 01b0d807""");
  }

  @Test
  void numbersThatNeedAllBits() {
    assertThat(all(1e30, 1e-9, Long.MAX_VALUE))
        .isEqualTo(
            """
            COUNT 03
            SUM 0340a30117327cb2734319d3fffffffffffc000000112e0be826d695
            MEAN 0340a30117327cb2734319d3fffffffffffc000000112e0be826d695
            MIN 0f3e112e0be826d695
            MAX 0f46293e5939a08cea
            VARIANCE 0340a30117327cb2734319d3fffffffffffc000000112e0be826d69540c7022e09f4f2726179a240d8969843178ffffffff00000000000000010000000000000012725dd1d243ac467a0781972b9
            STDDEV 0340a30117327cb2734319d3fffffffffffc000000112e0be826d69540c7022e09f4f2726179a240d8969843178ffffffff00000000000000010000000000000012725dd1d243ac467a0781972b9
            FIRST 0f46293e5939a08ceac0a907
            LAST 20feffffffffffffffff01e0c807
            LAST_N 0220feffffffffffffffff01dfc8070f3e112e0be826d695d00f
            DISTINCT 030f3e112e0be826d69520feffffffffffffffff010f46293e5939a08cea
            APPROX_DISTINCT 0384f20aaf27198dd5a16ce736d0fa2ae8788ba1419f90e340
            QUANTILE 030f3e112e0be826d6950f46293e5939a08cea0003c49e0401e63201861401
            TOP_K 030f3e112e0be826d6950120feffffffffffffffff01010f46293e5939a08cea01
            RATE 0340a30117327cb2734319d3fffffffffffc000000112e0be826d695
            DECAYED_SUM 030040a301171d7284693ac09f1798937080000000000a05b7ebf9a5db
            DECAYED_COUNT 03002f3ffc0088dc41946809bca0
            TIME_SINCE_LAST 01e0c807""");
  }

  @Test
  void setThatIsASketch() {
    Object[] inputs = new Object[600];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = "v" + i;
    }
    String hex = hex(AggregateOp.APPROX_DISTINCT, inputs);

    assertThat(hex).hasSize(2_252).startsWith("8104b104092c0b2c012c0e2c072c05");
    assertThat(hex.hashCode()).isEqualTo(-979084102);
  }
}
