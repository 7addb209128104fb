package io.tidemark.http;

import java.util.Locale;

/** Why a connection or a request got less than it asked for, whatever it asked. */
public enum Refusal {
  /** One address had its most connections: the oldest that waited was closed, or the new one. */
  ADDRESS_BOUND,
  /** All addresses together had. */
  CONNECTION_BOUND,
  /** The head of a request took too long. */
  HEAD_DEADLINE,
  /** The body of a request took too long. */
  BODY_DEADLINE,
  /** The client did not read an answer in time. */
  WRITE_DEADLINE,
  /** Every thread was busy and the queue full, or bodies took the most memory they may. */
  OVERLOADED,
  /** What came was no HTTP, or no TLS. */
  MALFORMED;

  /** The name in meters: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
