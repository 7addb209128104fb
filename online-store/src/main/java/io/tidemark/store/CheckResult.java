package io.tidemark.store;

/**
 * Whether the next operation will likely succeed.
 *
 * @param ok whether it will
 * @param reason why not; empty when {@code ok}
 */
public record CheckResult(boolean ok, String reason) {

  public static CheckResult healthy() {
    return new CheckResult(true, "");
  }

  public static CheckResult failed(String reason) {
    return new CheckResult(false, reason);
  }
}
