/** What an event contributes to the features of an entity: pure. */
package io.tidemark.contribution;
