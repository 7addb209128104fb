/** What the service is asked to do over HTTP: requests to erase out, receipts back as JSON. */
package io.tidemark.desk;
