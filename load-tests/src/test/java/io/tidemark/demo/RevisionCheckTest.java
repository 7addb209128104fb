package io.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.Resolution;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Every record of a label has its place in a row of revisions. */
class RevisionCheckTest {

  private final RevisionCheck check = new RevisionCheck();

  @Test
  void correctionsFollowEachOther() {
    add("r-1", "click", 0);
    add("r-1", "purchase", 0);
    add("r-1", "click", 1);
    add("r-2", "click", 0);
    assertThat(check.contradictions()).isEmpty();
    assertThat(check.records()).isEqualTo(4);
  }

  @Test
  void repeatIsNamed() {
    add("r-1", "click", 0);
    add("r-1", "click", 0);
    assertThat(check.contradictions())
        .singleElement()
        .asString()
        .startsWith("1 labelled examples came twice")
        .contains("r-1");
  }

  @Test
  void gapIsNamed() {
    add("r-1", "click", 0);
    add("r-1", "click", 2);
    add("r-2", "click", 1);
    assertThat(check.contradictions())
        .singleElement()
        .asString()
        .startsWith("2 labelled examples lack the one before");
  }

  private void add(String request, String label, int revision) {
    check.add(
        LabelledExample.newBuilder()
            .setRequestId(request)
            .setModel("ranker")
            .setModelVersion("v3")
            .setLabel(label)
            .setRevision(revision)
            .setPredictionTime(Instant.EPOCH)
            .setMaturity(Maturity.FINAL)
            .setResolution(Resolution.OUTCOME)
            .build());
  }
}
