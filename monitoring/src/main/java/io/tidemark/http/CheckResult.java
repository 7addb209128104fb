package io.tidemark.http;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a health check found.
 *
 * @param name the check's name, such as {@code kafka}; stable, used as a tag
 * @param ok whether the next request is likely to succeed
 * @param detail why, for people; without secrets
 * @param since since when it has been so, in ISO 8601; null where that is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckResult(String name, boolean ok, String detail, String since) {
  public CheckResult(String name, boolean ok, String detail) {
    this(name, ok, detail, null);
  }

  public static CheckResult passed(String name, String detail) {
    return new CheckResult(name, true, detail);
  }

  public static CheckResult failed(String name, String detail) {
    return new CheckResult(name, false, detail);
  }
}
