package io.tidemark.local;

import java.io.IOException;

/** What a process can be told from outside, as {@code kill} does. */
public enum Signal {
  /** Freezes it where it is. */
  STOP,
  /** Lets it go on. */
  CONT;

  /**
   * Sends it.
   *
   * @throws StackException when there is no such process
   */
  public void send(long pid) {
    try {
      int exit = new ProcessBuilder("kill", "-" + name(), Long.toString(pid)).start().waitFor();
      if (exit != 0) {
        throw new StackException("kill -" + name() + " " + pid + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new StackException("Cannot send " + name() + " to " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while sending " + name(), e);
    }
  }
}
