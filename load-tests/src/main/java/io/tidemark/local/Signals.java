package io.tidemark.local;

import java.io.IOException;

/** What a process can be told from outside, as {@code kill} does. */
final class Signals {
  private Signals() {}

  /** Freezes a process where it is. */
  static void stop(long pid) {
    send("STOP", pid);
  }

  /** Lets a frozen process go on. */
  static void proceed(long pid) {
    send("CONT", pid);
  }

  private static void send(String signal, long pid) {
    try {
      int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
      if (exit != 0) {
        throw new StackException("kill -" + signal + " " + pid + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new StackException("Cannot send " + signal + " to " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while sending " + signal, e);
    }
  }
}
