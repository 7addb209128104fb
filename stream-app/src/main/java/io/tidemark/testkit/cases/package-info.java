/** Cases that users write in YAML about their definitions, read strictly and run in the kit. */
package io.tidemark.testkit.cases;
