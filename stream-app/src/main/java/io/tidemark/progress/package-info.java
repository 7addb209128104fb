/** How far inputs have been read: what was there at which time. No Kafka in here. */
package io.tidemark.progress;
