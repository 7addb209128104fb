/** Live figures about features, gathered from what is written to the online store. */
package io.tidemark.figures;
