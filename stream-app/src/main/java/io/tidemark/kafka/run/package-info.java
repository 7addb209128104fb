/**
 * The whole topology, and the process that runs it: started, watched, ended in order. Sees every
 * other Kafka package, and is seen by the composition root alone.
 */
package io.tidemark.kafka.run;
