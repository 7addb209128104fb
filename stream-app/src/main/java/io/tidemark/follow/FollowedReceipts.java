package io.tidemark.follow;

import io.tidemark.avro.ErasureReceipt;
import io.tidemark.records.ErasureAnswers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What became of the latest erasures, whichever instance carries them out. Only what is shown: the
 * topic has all of them. Any thread may ask.
 */
public final class FollowedReceipts implements Followed<ErasureReceipt> {
  /** What is older is shown no more. */
  public static final Duration PAST = Duration.ofDays(1);

  /** Each has a receipt of every task of a join and of every partition of quarantine. */
  private static final int MOST = 2_000;

  private final Map<String, ErasureAnswers> byErasure = new LinkedHashMap<>();

  @Override
  public synchronized void accept(ErasureReceipt receipt) {
    byErasure.computeIfAbsent(receipt.getErasureId(), id -> new ErasureAnswers()).add(receipt);
    if (byErasure.size() > MOST) {
      byErasure.remove(byErasure.keySet().iterator().next());
    }
  }

  /** What is made of the answers to an erasure; empty where there is none. */
  public synchronized <T> Optional<T> of(String id, Function<ErasureAnswers, T> made) {
    return Optional.ofNullable(byErasure.get(id)).map(made);
  }

  /**
   * What is made of the latest erasures, those first that were answered for the first time last.
   *
   * @param most how many at most
   */
  public synchronized <T> List<T> latest(int most, BiFunction<String, ErasureAnswers, T> made) {
    List<T> latest = new ArrayList<>();
    byErasure.forEach((id, answers) -> latest.add(made.apply(id, answers)));
    Collections.reverse(latest);
    return List.copyOf(latest.subList(0, Math.min(most, latest.size())));
  }

  @Override
  public void remove(String key) {
    // what was removed stays removed
  }
}
