/**
 * Topics of ours that every instance follows, and what is published to them. To follow one more is
 * a {@link io.tidemark.follow.Followed} that says what its records mean.
 */
package io.tidemark.kafka.follow;
