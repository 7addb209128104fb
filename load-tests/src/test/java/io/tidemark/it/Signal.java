package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Signals that a process can be sent from outside. */
enum Signal {
  /** Freezes it where it is. */
  STOP,
  /** Lets it go on. */
  CONT;

  void send(long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(pid)).start();
    assertThat(kill.waitFor()).as("kill -%s %d", name(), pid).isZero();
  }
}
