/** Words for messages. Pure: knows strings alone. */
package io.tidemark.text;
