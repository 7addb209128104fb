/**
 * What can be done about records in quarantine: which of them are meant, what they held, who sends
 * them, whether one may be fed to its topic again and what became of it. Imports records of the
 * topics, the wire format and JSON; reading and feeding topics is left to Kafka's packages.
 */
package io.tidemark.quarantine;
