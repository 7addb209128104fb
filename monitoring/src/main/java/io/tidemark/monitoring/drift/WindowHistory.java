package io.tidemark.monitoring.drift;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * How the windows of one series differ from each other, which is what chance does to them.
 *
 * <p>Whenever a window holds nothing of the one that was taken before, it is taken and compared
 * with the few before it, never with the baseline: a model that differs from its baseline from the
 * first day on has windows that are like each other, and its drift widens no limit. A change of
 * level makes one window or two unlike those before. What is too far out for chance is refused, the
 * first windows by the over-dispersion that is assumed, so that drift that begins with them is not
 * taken for it; the third in a row means that the level is another one, which is what later windows
 * are compared with; a fourth, that values have become more dependent, and it counts.
 *
 * <p>Not thread-safe.
 */
final class WindowHistory {
  /** Ratios that are kept; the oldest leaves. */
  static final int KEPT = 100;

  /** Windows that the next one is compared with. */
  static final int BESIDE = 4;

  /** A ratio that chance exceeds less often is no chance. */
  private static final double REFUSED_BELOW = 1e-4;

  private static final int OTHER_LEVEL = 3;
  private static final int MORE = OTHER_LEVEL + 1;
  private static final long NONE = Long.MIN_VALUE;

  private final Deque<BinCounts> beside = new ArrayDeque<>();
  private double[] ratios = {};
  private String binning = "";
  private long takenMs = NONE;
  private int refused;
  private Calibration calibration;
  private int calibratedBins;

  /**
   * Takes a window if it is time to.
   *
   * @param hash of the bins that values are counted in; others begin anew
   * @param counts of the window, the caller does not change them any more
   * @param endMs end of the window
   * @param fewest values for a window to be compared
   * @param assumed over-dispersion until enough is known
   * @return whether anything has changed
   */
  boolean offer(
      String hash, BinCounts counts, long endMs, Duration window, long fewest, double assumed) {
    if (!hash.equals(binning)) {
      beginOver(hash);
    }
    if (takenMs == NONE) {
      // it may be full only in part
      takenMs = endMs;
      return true;
    }
    if (endMs - takenMs < window.toMillis() || counts.total() < fewest || counts.hasNegative()) {
      return false;
    }
    takenMs = endMs;
    take(counts, assumed);
    return true;
  }

  private void beginOver(String hash) {
    binning = hash;
    takenMs = NONE;
    beside.clear();
    ratios = new double[0];
    refused = 0;
    calibration = null;
  }

  private void take(BinCounts counts, double assumed) {
    double ratio = beside.isEmpty() ? 0 : ratio(together(), counts);
    boolean isChance =
        beside.isEmpty() || law(counts.size(), assumed).pValue(ratio) >= REFUSED_BELOW;
    refused = isChance ? 0 : Math.min(refused + 1, MORE);
    if (refused > 0 && refused < OTHER_LEVEL) {
      return;
    }
    if (refused == OTHER_LEVEL) {
      beginAtOtherLevel();
    } else if (!beside.isEmpty()) {
      keep(ratio);
    }
    beside.addLast(counts);
    if (beside.size() > BESIDE) {
      beside.removeFirst();
    }
  }

  /** The last window that was taken may have held a part of the other level. */
  private void beginAtOtherLevel() {
    beside.clear();
    ratios = Arrays.copyOf(ratios, Math.max(0, ratios.length - 1));
    calibration = null;
  }

  private BinCounts together() {
    BinCounts sum = new BinCounts(beside.getFirst().size());
    beside.forEach(sum::merge);
    return sum;
  }

  /** What ratios chance gives: by those before, and while they are few by what is assumed. */
  private NullLaw law(int bins, double assumed) {
    double mean = Math.max(1, ratios.length == 0 ? 0 : Psi.sum(ratios) / ratios.length);
    double shape = Math.max(1, Math.min(occupied(), bins) - 1);
    return ratios.length < Calibration.MIN_WINDOWS
        ? new NullLaw(Math.max(assumed, mean) / shape, shape)
        : new NullLaw(mean / shape, shape, ratios.length * shape);
  }

  private int occupied() {
    return (int) Arrays.stream(together().toArray()).filter(count -> count > 0).count();
  }

  private void keep(double ratio) {
    int from = ratios.length == KEPT ? 1 : 0;
    double[] longer = Arrays.copyOfRange(ratios, from, ratios.length + 1);
    longer[longer.length - 1] = ratio;
    ratios = longer;
    calibration = null;
  }

  /** PSI of a window beside others, over what independence gives; 0 in one bin alone. */
  static double ratio(BinCounts others, BinCounts counts) {
    int[] bins = new int[counts.size()];
    int occupied = 0;
    for (int bin = 0; bin < bins.length; bin++) {
      if (others.count(bin) + counts.count(bin) > 0) {
        bins[occupied++] = bin;
      }
    }
    if (occupied < 2) {
      return 0;
    }
    double[] before = new double[occupied];
    double[] now = new double[occupied];
    for (int i = 0; i < occupied; i++) {
      before[i] = others.count(bins[i]);
      now[i] = counts.count(bins[i]);
    }
    double psi = Psi.sum(Psi.contributions(before, now, PsiConvention.JEFFREYS));
    double noise = new SampleSizes(counts.total(), others.total()).noise();
    return psi / ((occupied - 1) * noise);
  }

  /**
   * How dependent the values are, as far as that is known.
   *
   * @param bins bins of the binning that take part
   * @param assumed over-dispersion until enough is known; always the same
   */
  Calibration calibration(String hash, int bins, double assumed) {
    if (!hash.equals(binning)) {
      return Calibration.measured(new double[0], bins, assumed);
    }
    if (calibration == null || bins != calibratedBins) {
      calibration = Calibration.measured(ratios, bins, assumed);
      calibratedBins = bins;
    }
    return calibration;
  }

  /** {@code [binning][end of the window taken last][refused][counts beside][ratios]}. */
  void putInto(ByteWriter out) {
    out.text(binning).signed(takenMs).unsigned(refused).unsigned(beside.size());
    beside.forEach(counts -> out.bytes(BinCountsCodec.encode(counts)));
    out.unsigned(ratios.length);
    for (double ratio : ratios) {
      out.real(ratio);
    }
  }

  static WindowHistory next(ByteReader in) {
    WindowHistory history = new WindowHistory();
    history.binning = in.text();
    history.takenMs = in.signed();
    history.refused = in.number("windows refused", MORE);
    for (int left = in.number("windows beside", BESIDE); left > 0; left--) {
      history.beside.addLast(BinCountsCodec.decode(in.bytes()));
    }
    history.ratios = new double[in.number("ratios", KEPT)];
    for (int i = 0; i < history.ratios.length; i++) {
      history.ratios[i] = in.real();
    }
    return history;
  }
}
