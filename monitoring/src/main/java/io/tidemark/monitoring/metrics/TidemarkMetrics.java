package io.tidemark.monitoring.metrics;

/** Temporary. */
public final class TidemarkMetrics {
  public void valid(String s) {}

  public void flagged(String s) {}

  public void duplicate(String s) {}

  public void late(String s) {}

  public void quarantined(String s, String r) {}

  public void ruleFailed(String s, String r) {}

  public void observed(String s, long t) {}

  public void featureError(String g) {}

  public void vectorSent(String e, boolean b) {}

  public void stored(String e, boolean b) {}

  public void storeFailed(String e) {}

  public void fresh(String e, long ms) {}

  public void joinCount(String m, String l, String c) {}

  public void labelDelay(String m, String l, long ms) {}

  public void drift(Object metric) {}
}
