package io.tidemark.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.entity.Revisions.Lineage;
import io.tidemark.feature.FeatureEngine;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes of every format of the row about a task, which must never change. */
class TaskRowGoldenTest {
  private static final Lineage LINEAGE = new Lineage(0x6a00000000000L, "d1");

  private static final String WITHOUT_UNSENT =
      "02" // formats of entities and of states
          + "01"
          + "0000000000000102" // stream time
          + "00000002" // groups: name, start, caught up, partitions that announced it
          + "00036740310000000000000005"
          + "01"
          + "00000000"
          + "00036740327fffffffffffffff"
          + "00"
          + "0000000106"
          + "00000001" // leftovers
          + "00036f4039"
          + "00056740312d2b" // sweep: served, rebuild
          + "00027231";

  private static final String FORMAT_2 = "02" + WITHOUT_UNSENT;
  private static final String FORMAT_3 =
      "03" + WITHOUT_UNSENT + "00000002" + "0000000161" + "00000002c3a9";

  private static final String FORMAT_4 =
      "04"
          + WITHOUT_UNSENT
          + "00000002"
          + "0000000161"
          + "00000002c3a9"
          + "0000000000000309" // taken over
          + "00"; // more unsent

  private static final String FORMAT_5 =
      "05"
          + WITHOUT_UNSENT
          + "00000002"
          + "0000000161"
          + "00000002c3a9"
          + "00" // more unsent
          + "0006a00000000000" // revisions: floor, definitions
          + "00026431";

  private static TaskRow read(String hex) {
    return TaskRow.read("features-user", HexFormat.of().parseHex(hex));
  }

  private static void assertHolds(TaskRow row, String... unsent) {
    assertThat(row.isNew).isFalse();
    assertThat(row.streamMs).isEqualTo(258);
    assertThat(row.groups).containsOnlyKeys("g@1", "g@2");
    assertThat(row.groups.get("g@1").startMs).isEqualTo(5);
    assertThat(row.groups.get("g@1").caughtUp).isTrue();
    assertThat(row.groups.get("g@2").startMs).isEqualTo(FeatureEngine.NOT_STARTED);
    assertThat(row.groups.get("g@2").announced.stream().boxed()).containsExactly(1, 2);
    assertThat(row.leftovers).containsExactly("o@9");
    assertThat(row.swept).isEqualTo(new Sweep("g@1-+", "r1", true));
    assertThat(row.unsent).containsExactly(unsent);
  }

  @Test
  void formats2To5() {
    assertHolds(read(FORMAT_2));
    assertHolds(read(FORMAT_3), "a", "é");
    assertHolds(read(FORMAT_4), "a", "é");
    assertThat(read(FORMAT_4).lineage).isEqualTo(Lineage.NONE);
    assertHolds(read(FORMAT_5), "a", "é");
    assertThat(read(FORMAT_5).lineage).isEqualTo(LINEAGE);
  }

  /** Rows went through a topic then, and may not have arrived. */
  @Test
  void whatOlderFormatsHaveSentIsNotKnown() {
    assertThat(read(FORMAT_2).moreUnsent).isTrue();
    assertThat(read(FORMAT_3).moreUnsent).isTrue();
    assertThat(read(FORMAT_4).moreUnsent).isFalse();
    assertThat(read(FORMAT_4.substring(0, FORMAT_4.length() - 2) + "01").moreUnsent).isTrue();
  }

  @Test
  void format5IsWritten() {
    assertThat(written(read(FORMAT_5))).isEqualTo(FORMAT_5);
    TaskRow older = read(FORMAT_2);
    older.unsent = List.of("a", "é");
    older.lineage = LINEAGE;
    older.moreUnsent = false;
    assertThat(written(older)).isEqualTo(FORMAT_5);
  }

  private static String written(TaskRow row) {
    return HexFormat.of().formatHex(row.bytes());
  }

  @Test
  void format1WasText() {
    byte[] text = "g@1\n5\n".getBytes(StandardCharsets.UTF_8);
    TaskRow row = TaskRow.read("features-user", text);
    assertThat(row.groups.get("g@1").caughtUp).isTrue();
    assertThat(row.groups.get("g@1").startMs).isEqualTo(5);
    assertThat(row.unsent).isEmpty();
  }

  @Test
  void newerFormatIsRefused() {
    assertThatThrownBy(() -> read("06" + WITHOUT_UNSENT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("format 6 of tasks in state store features-user");
  }
}
