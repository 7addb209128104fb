package io.tidemark.monitoring.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * What is stored and sent by quality; from the first release on other bytes need another number.
 */
class QualityCodecsGoldenTest {
  private static final CohortKey KEY =
      CohortKey.of("ranker", "v3", "click", true, 1_700_000_000_000L, 3_600_000);

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static CohortSums sums() {
    CohortSums sums = new CohortSums();
    sums.opened(3);
    sums.settled(2);
    sums.predicted(0.5);
    sums.add(new LabelledScore(0.5, 1.0, 1));
    sums.add(new LabelledScore(0.25, null, 1));
    sums.add(new LabelledScore(null, 1.0, 1));
    sums.add(new LabelledScore(1.0, 0.0, 0.5));
    return sums;
  }

  @Test
  void bytesOfAKey() {
    assertThat(hex(KEY.encode()))
        .isEqualTo(
            "01"
                + "0672616e6b6572"
                + "027633"
                + "05636c69636b"
                + "01"
                + "80dddb01"
                + "80ccc9fdf962");
    assertThat(CohortKey.decode(KEY.encode())).isEqualTo(KEY);
  }

  @Test
  void bytesOfSums() {
    assertThat(hex(sums().encode()))
        .isEqualTo(
            "01"
                + "06" // predictions
                + "04" // settled
                + "04000200020000" // scored, not a probability, unlabelled, ...
                + "0201" // weight
                + "0200" // absolute errors: 0.5 and half of 1
                + "0003" // squared errors
                + "0000" // signed errors: -0.5 and half of 1
                + "008d9da1ffbef1bc0f" // log loss of a half
                + "0003" // Brier
                + "0001" // weight of what was impossible
                + "02" // cells
                + "e807" // 0.5:
                + "000002000001" // negatives, positives, scores
                + "02000001" // predictions and their scores
                + "d00f" // 1
                + "000100000001"
                + "00000000"); // 1
    assertThat(CohortSums.decode(sums().encode())).isEqualTo(sums());
  }

  @Test
  void bytesOfARow() {
    byte[] bytes = new CohortRow(sums(), 300, true, true, 0.5).encode();
    assertThat(hex(bytes)).startsWith("02" + "ac02" + "01" + "01" + "3fe0000000000000");
    CohortRow row = CohortRow.decode(bytes);
    assertThat(row.sums()).isEqualTo(sums());
    assertThat(row.told()).isEqualTo(300);
    assertThat(row.changed()).isTrue();
  }

  @Test
  void bytesOfAChange() {
    byte[] bytes = new CohortChange(KEY, sums()).encode();
    assertThat(hex(bytes)).startsWith("01" + "1c" + hex(KEY.encode()));
    assertThat(CohortChange.decode(bytes)).isEqualTo(new CohortChange(KEY, sums()));
  }

  @Test
  void bytesOfATally() {
    QualityTally tally = new QualityTally(1_000);
    tally.add("ranker", QualityState.READ, 300);
    tally.add("other", QualityState.NO_MODEL, 0);
    assertThat(hex(tally.encode()))
        .isEqualTo("01" + "d00f" + "02" + "056f74686572" + "0300" + "0672616e6b6572" + "00d804");
    assertThat(QualityTally.decode(tally.encode()).counts()).isEqualTo(tally.counts());
    assertThat(QualityTally.decode(tally.encode()).clockMs()).isEqualTo(1_000);
  }

  @Test
  void damagedBytesAreSaidToBe() {
    byte[] bytes = sums().encode();
    assertThatThrownBy(() -> CohortSums.decode(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(FormatException.class);
    byte[] key = KEY.encode();
    key[key.length - 6]++;
    assertThatThrownBy(() -> CohortKey.decode(key))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("cohort that cannot be");
  }
}
