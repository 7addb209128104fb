package io.tidemark.delivery;

import io.tidemark.entity.Rebuilds;
import java.util.TreeMap;

/** Requests as a test makes them, and who has done what. */
public final class RebuildRequests implements Rebuilds {
  /** The request each task has done, by {@code entity/partition}. */
  public final TreeMap<String, String> done = new TreeMap<>();

  private String newest = "";

  public void ask(String request) {
    newest = request;
  }

  @Override
  public String newest() {
    return newest;
  }

  @Override
  public void done(String entity, int partition, String request) {
    done.put(entity + "/" + partition, request);
  }
}
