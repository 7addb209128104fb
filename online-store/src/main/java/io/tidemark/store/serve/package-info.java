/** The feature server: reads of the online store over HTTP, with a status for every value. */
package io.tidemark.store.serve;
