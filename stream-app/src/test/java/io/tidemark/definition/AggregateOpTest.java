package io.tidemark.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AggregateOpTest {

  @ParameterizedTest
  @EnumSource(AggregateOp.class)
  void onlyCountAndSumHaveAValueOverNothing(AggregateOp op) {
    boolean always = op == AggregateOp.COUNT || op == AggregateOp.SUM;
    assertThat(op.resultType(Kind.INT).nullable()).isNotEqualTo(always);
  }

  @ParameterizedTest
  @EnumSource(AggregateOp.class)
  void operandAndKindsAgree(AggregateOp op) {
    assertThat(op.kinds().isEmpty()).isNotEqualTo(op.takesOperand());
    assertThat(op.takesOperand() || !op.needsOperand()).isTrue();
  }

  @Test
  void integersStayIntegers() {
    assertThat(AggregateOp.SUM.resultType(Kind.INT)).isEqualTo(FieldType.of(Kind.INT));
    assertThat(AggregateOp.SUM.resultType(Kind.DYNAMIC)).isEqualTo(FieldType.of(Kind.DOUBLE));
    assertThat(AggregateOp.MIN.resultType(Kind.INT)).isEqualTo(FieldType.of(Kind.INT).orNull());
    assertThat(AggregateOp.MEAN.resultType(Kind.INT)).isEqualTo(FieldType.of(Kind.DOUBLE).orNull());
  }

  @Test
  void instantsBecomeMilliseconds() {
    FieldType millis = FieldType.of(Kind.INT);
    assertThat(AggregateOp.MAX.resultType(Kind.TIMESTAMP)).isEqualTo(millis.orNull());
    assertThat(AggregateOp.LAST.resultType(Kind.TIMESTAMP)).isEqualTo(millis.orNull());
    assertThat(AggregateOp.TOP_K.resultType(Kind.TIMESTAMP))
        .isEqualTo(FieldType.listOf(millis).orNull());
  }

  @Test
  void textsStayTexts() {
    FieldType text = FieldType.of(Kind.STRING);
    assertThat(AggregateOp.FIRST.resultType(Kind.STRING)).isEqualTo(text.orNull());
    assertThat(AggregateOp.LAST_N.resultType(Kind.STRING))
        .isEqualTo(FieldType.listOf(text).orNull());
    assertThat(AggregateOp.DISTINCT.resultType(Kind.STRING))
        .isEqualTo(FieldType.of(Kind.INT).orNull());
  }
}
