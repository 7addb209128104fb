package io.tidemark.join;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tidemark.definition.Model.By;
import io.tidemark.definition.Model.Sampling;
import io.tidemark.event.Fields;
import java.nio.charset.StandardCharsets;

/**
 * Which negatives are told of, where most of them are not: a function of a name alone, so that
 * every revision of an example, every run and every label of a request decide alike. Thread-safe.
 *
 * @param sampling what is declared
 */
record NegativeSampling(Sampling sampling) {
  private static final Hasher64 HASH = Hashing.komihash5_0();
  private static final int FRACTION_BITS = 53;

  /**
   * For how many negatives that of a prediction stands: for itself where the prediction explores,
   * for as many as make up for those that are left out, or for none, being one of those.
   *
   * @param logged the prediction's fields
   */
  double weight(Prediction prediction, Fields logged) {
    if (sampling.keepsAll() || Boolean.TRUE.equals(logged.get("exploration_flag"))) {
      return 1;
    }
    return keeps(name(prediction, logged)) ? 1 / sampling.keep() : 0;
  }

  private String name(Prediction prediction, Fields logged) {
    Object name =
        sampling.by() == By.REQUEST_ID
            ? null
            : logged.get(sampling.by() == By.USER_ID ? "user_id" : "item_id");
    return name == null ? prediction.requestId() : name.toString();
  }

  /** Whether those of a name are told of: KomiHash 5.0 of its UTF-8 with seed 0 decides. */
  boolean keeps(String name) {
    long hash = HASH.hashBytesToLong(name.getBytes(StandardCharsets.UTF_8));
    return (hash >>> (Long.SIZE - FRACTION_BITS)) * 0x1.0p-53 < sampling.keep();
  }
}
