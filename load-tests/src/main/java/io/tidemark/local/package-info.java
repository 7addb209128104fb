/**
 * A real broker, Redis and schema registry on this machine, from published artifacts alone, and the
 * commands that start them.
 *
 * <p>Every server is a child process that listens on the loopback address only, writes into one
 * work folder, and ends with the process that started it.
 */
package io.tidemark.local;
