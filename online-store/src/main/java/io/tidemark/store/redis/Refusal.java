package io.tidemark.store.redis;

import io.tidemark.store.FeatureStoreException.Reason;
import java.util.regex.Pattern;

/** What a server's error reply means and what to do about it, by the code in its text. */
enum Refusal {
  OUT_OF_MEMORY("OOM", "Raise maxmemory or remove keys; the row is as it was."),
  READ_ONLY("READONLY", "This server is a replica: name the primary, or wait for the failover."),
  LOADING("LOADING", "Redis is reading its data from disk: wait."),
  NO_PRIMARY("MASTERDOWN", "This replica has lost its primary: name the primary, or restore it."),
  CLUSTER_DOWN("CLUSTERDOWN", "Slots have no server: restore the missing master, or assign them."),
  BUSY("BUSY", "A script holds the server: SCRIPT KILL ends it."),
  MOVING("TRYAGAIN|MOVED|ASK|non local key", "A slot is moving: try again."),
  NOT_PERSISTENT("MISCONF", "Redis cannot save its data: make room on its disk, see its log."),
  FEW_REPLICAS("NOREPLICAS", "Too few replicas are connected: restore them."),
  DENIED(
      "NOAUTH|WRONGPASS|NOPERM|ACL|can't (?:run|access)|AUTH failed|invalid username",
      "Check user and password, and give the user the commands and keys that the README lists."),
  CLIENTS("max number of clients", "Raise maxclients, or stop other clients.");

  private final Pattern pattern;
  private final String hint;

  Refusal(String codes, String hint) {
    // Inside a script's error the code stands somewhere in the text.
    this.pattern = Pattern.compile("(?<![A-Za-z])(?:" + codes + ")(?![A-Za-z])");
    this.hint = hint;
  }

  String hint() {
    return hint;
  }

  Reason reason() {
    return this == DENIED ? Reason.DENIED : Reason.REJECTED;
  }

  /** What the text says; {@code null} for what no later try can change. */
  static Refusal of(String text) {
    for (Refusal refusal : values()) {
      if (refusal.pattern.matcher(text).find()) {
        return refusal;
      }
    }
    return null;
  }
}
