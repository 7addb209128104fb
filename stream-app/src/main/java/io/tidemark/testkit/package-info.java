/**
 * A test kit for users of the service: the engine that runs in production behind a clock that only
 * the test moves. No broker, no registry, no Redis, no threads.
 */
package io.tidemark.testkit;
