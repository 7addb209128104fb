/**
 * What the topics say that every instance follows: baselines, requests of operators, drift. How
 * they are read is the business of {@code kafka.follow}.
 */
package io.tidemark.follow;
