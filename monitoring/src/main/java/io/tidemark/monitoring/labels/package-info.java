/**
 * How long predictions wait for their labels, and when outcomes have stopped: pure rules over
 * counts. Imports {@code java.*} and {@code bytes}.
 */
package io.tidemark.monitoring.labels;
