package io.tidemark.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bytes.FormatException;
import io.tidemark.entity.Revisions.Lineage;
import io.tidemark.feature.FeatureEngine;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes of format 1 of the row about a task: a change of them needs another format. */
class TaskRowGoldenTest {
  private static final String FORMATS = "010103"; // of the row, of entities, of states

  private static final String CONTENT =
      "8404" // clock
          + "02" // groups: id, start, caught up, partitions that announced it
          + "03674031"
          + "0a"
          + "01"
          + "00"
          + "03674032"
          + "feffffffffffffffff01"
          + "00"
          + "0106"
          + "01" // leftovers
          + "036f4039"
          + "056740312d2b" // sweep: served, rebuild
          + "027231"
          + "02" // unsent
          + "0161"
          + "02c3a9"
          + "01" // more unsent
          + "808080808080a803" // revisions: floor, definitions
          + "026431";

  private static TaskRow read(String hex) {
    return TaskRow.read("features-user", HexFormat.of().parseHex(hex));
  }

  @Test
  void rowIsReadAndWritten() {
    TaskRow row = read(FORMATS + CONTENT);
    assertThat(row.isNew).isFalse();
    assertThat(row.clockMs).isEqualTo(258);
    assertThat(row.groups).containsOnlyKeys("g@1", "g@2");
    assertThat(row.groups.get("g@1").startMs).isEqualTo(5);
    assertThat(row.groups.get("g@1").caughtUp).isTrue();
    assertThat(row.groups.get("g@2").startMs).isEqualTo(FeatureEngine.NOT_STARTED);
    assertThat(row.groups.get("g@2").announced.stream().boxed()).containsExactly(1, 2);
    assertThat(row.leftovers).containsExactly("o@9");
    assertThat(row.swept).isEqualTo(new Sweep("g@1-+", "r1", true));
    assertThat(row.unsent).containsExactly("a", "é");
    assertThat(row.moreUnsent).isTrue();
    assertThat(row.lineage).isEqualTo(new Lineage(0x6a00000000000L, "d1"));
    assertThat(HexFormat.of().formatHex(row.bytes())).isEqualTo(FORMATS + CONTENT);
  }

  @Test
  void otherFormatsOfAnythingInTheStoreAreRefused() {
    assertThatThrownBy(() -> read("060101" + CONTENT))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 6 of tasks in state store features-user")
        .hasMessageContaining("reads format 1");
    assertThatThrownBy(() -> read("010201" + CONTENT))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 2 of entities in state store features-user");
    assertThatThrownBy(() -> read("010100" + CONTENT))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("format 0 of states in state store features-user");
  }

  @Test
  void everyTruncationAndExtensionIsRefused() {
    String hex = FORMATS + CONTENT;
    for (int length = 0; length < hex.length(); length += 2) {
      String cut = hex.substring(0, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(FormatException.class);
    }
    assertThatThrownBy(() -> read(hex + "00")).hasMessageContaining("1 bytes too many");
  }
}
