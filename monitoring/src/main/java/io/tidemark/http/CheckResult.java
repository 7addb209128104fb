package io.tidemark.http;

/**
 * What a health check found.
 *
 * @param name the check's name, such as {@code kafka}; stable, used as a tag
 * @param ok whether the next request is likely to succeed
 * @param detail why, for people; without secrets
 */
public record CheckResult(String name, boolean ok, String detail) {

  public static CheckResult passed(String name, String detail) {
    return new CheckResult(name, true, detail);
  }

  public static CheckResult failed(String name, String detail) {
    return new CheckResult(name, false, detail);
  }
}
